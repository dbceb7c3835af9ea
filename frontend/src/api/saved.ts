import { http, type List } from "./http";
import type { Saved, SavedKeys } from "./shapes";

export type SavedKind = "message" | "post" | "thread";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/saved/`;
const pathOf = (slug: string, kind: SavedKind, id: number) => `${path(slug)}${kind}/${id}/`;

export const listSaved = (slug: string, after?: string | null) => http.get<List<Saved>>(path(slug), { after });
export const fetchSavedKeys = (slug: string) => http.get<SavedKeys>(`${path(slug)}keys/`);
export const save = (slug: string, kind: SavedKind, id: number) => http.put<object>(pathOf(slug, kind, id));
export const letGo = (slug: string, kind: SavedKind, id: number) => http.delete<object>(pathOf(slug, kind, id));
export const remind = (slug: string, kind: SavedKind, id: number, at: string) => http.put<object>(`${pathOf(slug, kind, id)}reminder/`, { at });
export const callOff = (slug: string, kind: SavedKind, id: number) => http.delete<object>(`${pathOf(slug, kind, id)}reminder/`);
