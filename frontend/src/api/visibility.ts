import { http } from "./http";
import type { EditVisibility, Visibility } from "./shapes";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/visibility/`;
export const fetchVisibility = (slug: string) => http.get<Visibility>(path(slug));
export const showTo = (slug: string, changes: EditVisibility) => http.patch<Visibility>(path(slug), changes);
