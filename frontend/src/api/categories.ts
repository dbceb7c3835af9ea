import { http, type List } from "./http";
import type { Category, NewCategory, Tag } from "./shapes";

export type { Tag };

const community = (slug: string) => `communities/${encodeURIComponent(slug)}/`;

export const listCategories = (slug: string) => http.get<List<Category>>(`${community(slug)}categories/`);
export const createCategory = (slug: string, form: NewCategory) =>
  http.post<Category>(`${community(slug)}categories/`, form);
export const listTags = (slug: string) => http.get<List<Tag>>(`${community(slug)}tags/`);
