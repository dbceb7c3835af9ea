import { http } from "./http";
import type { EditLoad, GatherCircle, Load, LoadHistory, MemberRef, OpenGroup, Room, Split } from "./shapes";

const path = (room: number) => `rooms/${room}/load/`;

export const fetchLoad = (room: number) => http.get<Load>(path(room));
export const updateLoad = (room: number, changes: EditLoad) => http.patch<Load>(path(room), changes);
export const fetchLoadHistory = (room: number, hours: number) => http.get<LoadHistory>(`${path(room)}history/`, { hours });
export const fetchCircle = (room: number) => http.get<{ members: MemberRef[] }>(`${path(room)}circle/`);
/** Keep the client id over retries: then the room is opened once. */
export const gatherCircle = (room: number, form: GatherCircle) => http.post<Room>(`${path(room)}circle/`, form);
export const fetchSplit = (room: number) => http.get<Split>(`${path(room)}split/`);
export const openGroup = (room: number, form: OpenGroup) => http.post<Room>(`${path(room)}split/`, form);
