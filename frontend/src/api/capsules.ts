import { http, type List } from "./http";
import type { Capsule, CapsuleDraft, CapsulePart, CapsuleSettings, Message, NewCapsule } from "./shapes";

/** What a capsule is made from. */
export type CapsuleOrigin = { conversation: number } | { thread: number };

const listPath = (slug: string) => `communities/${encodeURIComponent(slug)}/capsules/`;
const path = (id: number) => `capsules/${id}/`;

export const draftCapsule = (from: CapsuleOrigin) =>
  http.post<CapsuleDraft>("thread" in from ? `threads/${from.thread}/capsule/` : `conversations/${from.conversation}/capsule/`);
export const listCapsules = (slug: string, after?: string | null) => http.get<List<Capsule>>(listPath(slug), { after });
export const createCapsule = (slug: string, form: NewCapsule) => http.post<Capsule>(listPath(slug), form);
export const fetchCapsule = (id: number) => http.get<Capsule>(path(id));
export const updateCapsule = (id: number, changes: { title?: string; parts?: CapsulePart[] }) =>
  http.patch<Capsule>(path(id), changes);
export const deleteCapsule = (id: number) => http.delete<object>(path(id));
export const shareCapsule = (id: number, room: number, clientId: string) =>
  http.post<Message>(`${path(id)}share/`, { room, client_id: clientId });
export const fetchCapsuleSettings = (slug: string) => http.get<CapsuleSettings>(`${listPath(slug)}settings/`);
export const updateCapsuleSettings = (slug: string, model: boolean) => http.patch<CapsuleSettings>(`${listPath(slug)}settings/`, { model });
