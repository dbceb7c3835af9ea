import { http } from "./http";
import type { EditPush, NewDevice, PlacePush, PushState } from "./shapes";

const placePath = (slug: string, place: string) => `communities/${encodeURIComponent(slug)}/push/${place}/`;

export const fetchPush = () => http.get<PushState>("me/push/");
export const updatePush = (changes: EditPush) => http.patch<PushState>("me/push/", changes);
export const addDevice = (device: NewDevice) => http.post<PushState>("me/push/devices/", device);
export const dropDevice = (endpoint: string) => http.delete<PushState>("me/push/devices/", { endpoint });
export const fetchPlacePush = (slug: string, place: string) => http.get<PlacePush>(placePath(slug, place));
export const setPlacePush = (slug: string, place: string, wanted: PlacePush) => http.put<PlacePush>(placePath(slug, place), wanted);
