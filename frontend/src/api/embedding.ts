import { http } from "./http";
import type { Embedding, Entered } from "./shapes";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/embed/`;

export const fetchEmbedding = (slug: string) => http.get<Embedding>(path(slug));
export const editEmbedding = (slug: string, changes: { origins?: string[]; new_secret?: boolean }) => http.patch<Embedding>(path(slug), changes);
export const enterByToken = (slug: string, token: string) => http.post<Entered>(`${path(slug)}session/`, { token });
export const enterByCode = (code: string) => http.post<Entered>("embed/session/", { code });
export const makeCode = () => http.post<{ code: string }>("embed/code/");
