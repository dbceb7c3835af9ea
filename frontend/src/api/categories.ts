import { http, type List } from "./http";
import type { Category } from "./shapes";

export type CategoryForm = Pick<Category, "name" | "description" | "audience"> & { room?: number | null };
export interface Tag {
  name: string;
  threads: number;
}

const community = (slug: string) => `communities/${encodeURIComponent(slug)}/`;

export const listCategories = (slug: string) => http.get<List<Category>>(`${community(slug)}categories/`);
export const createCategory = (slug: string, form: CategoryForm) =>
  http.post<Category>(`${community(slug)}categories/`, form);
export const listTags = (slug: string) => http.get<List<Tag>>(`${community(slug)}tags/`);
