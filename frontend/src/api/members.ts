import { http, type List } from "./http";
import type { Member } from "./shapes";

export const listMembers = (slug: string, query: { q?: string; after?: string | null } = {}) =>
  http.get<List<Member>>(`communities/${encodeURIComponent(slug)}/members/`, query);
export const updateMember = (id: number, changes: { role?: string; name?: string; bio?: string; hue?: number }) =>
  http.patch<Member>(`members/${id}/`, changes);
