import { http, type List } from "./http";
import type { NewSticker, Sticker } from "./shapes";

const listPath = (slug: string) => `communities/${encodeURIComponent(slug)}/stickers/`;

export const listStickers = (slug: string) => http.get<List<Sticker>>(listPath(slug));
export const addSticker = (slug: string, form: NewSticker) => http.post<Sticker>(listPath(slug), form);
export const removeSticker = (id: number) => http.delete<object>(`stickers/${id}/`);
