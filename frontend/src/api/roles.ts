import { http } from "./http";
import type { Member, Roles } from "./shapes";

const at = (slug: string) => `communities/${encodeURIComponent(slug)}/roles/`;

export const fetchRoles = (slug: string) => http.get<Roles>(at(slug));
export const adjustRole = (slug: string, capability: string, least: Member["role"] | null) => http.patch<Roles>(at(slug), { capability, least });
export const giveTitle = (member: number, title: string) => http.put<Member>(`members/${member}/title/`, { title });
