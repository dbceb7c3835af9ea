import { http, type List, withQuery } from "./http";
import type { GivePoints, PointsEntry, Purse } from "./shapes";

const community = (slug: string) => `communities/${encodeURIComponent(slug)}/`;

export const fetchPurse = (slug: string) => http.get<Purse>(`${community(slug)}purse/`);
export const listPurseEntries = (slug: string, after: string | null) => http.get<List<PointsEntry>>(withQuery(`${community(slug)}purse/entries/`, { after }));
export const listMyEntries = (slug: string, after: string | null) => http.get<List<PointsEntry>>(withQuery(`${community(slug)}points/entries/`, { after }));
export const givePoints = (slug: string, form: GivePoints) => http.post<Purse>(`${community(slug)}purse/gifts/`, form);
