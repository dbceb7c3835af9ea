import { http } from "./http";
import type { EditLoad, Load, LoadHistory, MemberRef, Room, Split } from "./shapes";

const path = (room: number) => `rooms/${room}/load/`;

export const fetchLoad = (room: number) => http.get<Load>(path(room));
export const updateLoad = (room: number, changes: EditLoad) => http.patch<Load>(path(room), changes);
export const fetchLoadHistory = (room: number, hours: number) => http.get<LoadHistory>(`${path(room)}history/`, { hours });
export const fetchCircle = (room: number) => http.get<{ members: MemberRef[] }>(`${path(room)}circle/`);
export const gatherCircle = (room: number, name: string, members: number[]) =>
  http.post<Room>(`${path(room)}circle/`, { name, members });
export const fetchSplit = (room: number) => http.get<Split>(`${path(room)}split/`);
