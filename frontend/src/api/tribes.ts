import { http, type List } from "./http";
import type { NewTribe, Oversight, Tribes } from "./shapes";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/tribes/`;

export const fetchTribes = (slug: string) => http.get<Tribes>(path(slug));
export const foundTribe = (slug: string, form: NewTribe) => http.post<{ slug: string; name: string }>(path(slug), form);
export const oversee = (slug: string) => http.get<List<Oversight>>(`${path(slug)}oversight/`);
export const answerOffer = (offer: number, agree: boolean) => http.post<object>(`tribe-offers/${offer}/`, { agree });
