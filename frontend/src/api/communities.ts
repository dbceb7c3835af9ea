import { http, type List } from "./http";
import type { Community, Door, SuspendedDoor } from "./shapes";

export type CommunityForm = Pick<Community, "name" | "purpose" | "audience" | "slogan" | "rules" | "hue" | "door" | "previews" | "recall_minutes">;

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/`;

export const listDoors = () => http.get<List<Door>>("communities/");
export const fetchCommunity = (slug: string) => http.get<Community | Door | SuspendedDoor>(path(slug));
export const updateCommunity = (slug: string, changes: Partial<CommunityForm>) =>
  http.patch<Community>(path(slug), changes);
export const joinCommunity = (slug: string, invitation?: string) =>
  http.post<Community>(`${path(slug)}join/`, invitation ? { invitation } : {});
export const leaveCommunity = (slug: string) => http.post<object>(`${path(slug)}leave/`);
