import { http } from "./http";
import type { RaidState, Standing } from "./shapes";

const path = (slug: string, what: string) => `communities/${encodeURIComponent(slug)}/${what}/`;

export const fetchStanding = (slug: string) => http.get<Standing>(path(slug, "standing"));
export const fetchRaid = (slug: string) => http.get<RaidState>(path(slug, "raid"));
export const beginRaid = (slug: string, minutes: number) => http.put<RaidState>(path(slug, "raid"), { minutes });
export const endRaid = (slug: string) => http.delete<RaidState>(path(slug, "raid"));
