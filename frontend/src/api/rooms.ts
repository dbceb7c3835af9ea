import type { Why } from "./frames";
import { http, type List } from "./http";
import type { Changes, History, Member, Message, NewRoom, Reading, Room, RoomMine, RoomTerms } from "./shapes";

export interface HistoryQuery {
  before?: number;
  after?: number;
  around?: number;
  date?: string;
  limit?: number;
}

const listPath = (slug: string) => `communities/${encodeURIComponent(slug)}/rooms/`;

export const listRooms = (slug: string) => http.get<List<Room>>(listPath(slug));
export const createRoom = (slug: string, form: NewRoom) =>
  http.post<Room>(listPath(slug), form);
export const openDirect = (slug: string, member: number) =>
  http.post<Room>(`communities/${encodeURIComponent(slug)}/directs/`, { member });
export const fetchRoom = (id: number) => http.get<Room>(`rooms/${id}/`);
export const updateRoom = (id: number, changes: { name?: string; topic?: string; archived?: boolean; terms?: RoomTerms }) =>
  http.patch<Room>(`rooms/${id}/`, changes);
export const joinRoom = (id: number) => http.post<Room>(`rooms/${id}/join/`);
export const leaveRoom = (id: number) => http.post<object>(`rooms/${id}/leave/`);
export const listRoomMembers = (id: number, after?: string | null) =>
  http.get<List<Member>>(`rooms/${id}/members/`, { after });
export const addRoomMember = (id: number, member: number) => http.post<List<Member>>(`rooms/${id}/members/`, { member });
export const removeRoomMember = (id: number, member: number) => http.delete<object>(`rooms/${id}/members/${member}/`);
export const setRoomLevel = (id: number, level: RoomMine["level"]) => http.put<RoomMine>(`rooms/${id}/level/`, { level });
export const fetchHistory = (id: number, query: HistoryQuery = {}) =>
  http.get<History>(`rooms/${id}/messages/`, { ...query });
/** The place of the first message at or after a moment, else of the last one; null where there is none. */
export const fetchPlaceAt = async (id: number, date: string) => (await fetchHistory(id, { date, limit: 1 })).messages[0]?.seq ?? null;
export const fetchRoomChanges = (id: number, since: number, why: Why) =>
  http.get<Changes>(`rooms/${id}/changes/`, { since, why });
export const markRoomRead = (id: number, seq: number) => http.put<RoomMine>(`rooms/${id}/read/`, { seq });
export const listReaders = (id: number) => http.get<List<Reading>>(`rooms/${id}/readers/`);
export const listPins = (id: number) => http.get<List<Message>>(`rooms/${id}/pins/`);
