import { http, type List } from "./http";
import type { Draft, DropDraft, SaveDraft } from "./shapes";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/drafts/`;

export const listDrafts = (slug: string) => http.get<List<Draft>>(path(slug));
export const saveDraft = (slug: string, place: string, draft: SaveDraft) =>
  http.put<Draft>(`${path(slug)}${place}/`, draft);
export const dropDraft = (slug: string, place: string, draft: DropDraft) =>
  http.delete<object>(`${path(slug)}${place}/`, draft);
