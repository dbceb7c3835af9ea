import { http, type List } from "./http";
import type { KindredPlace, StandsApart } from "./shapes";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/kindred/`;

export const listKindred = (slug: string) => http.get<List<KindredPlace>>(path(slug));
export const dismissKindred = (slug: string, place: string) => http.put<object>(`${path(slug)}dismissed/${encodeURIComponent(place)}/`);
export const recallKindred = (slug: string, place: string) => http.delete<object>(`${path(slug)}dismissed/${encodeURIComponent(place)}/`);
export const fetchApart = (slug: string) => http.get<StandsApart>(`${path(slug)}apart/`);
export const standApart = (slug: string, apart: boolean) => {
  const at = `${path(slug)}apart/`;
  return apart ? http.put<object>(at) : http.delete<object>(at);
};
