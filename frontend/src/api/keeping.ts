import { http } from "./http";
import type { Keeping, NewRooms } from "./shapes";

export const fetchKeeping = (room: number) => http.get<Keeping>(`rooms/${room}/keeping/`);
export const keepFor = (room: number, days: number | null) => http.put<Keeping>(`rooms/${room}/keeping/`, { days });
const newRooms = (slug: string) => `communities/${encodeURIComponent(slug)}/keeping/`;
export const fetchNewRooms = (slug: string) => http.get<NewRooms>(newRooms(slug));
export const keepInNewRooms = (slug: string, days: number | null) => http.put<NewRooms>(newRooms(slug), { days });
