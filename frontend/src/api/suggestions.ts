import { http, type List } from "./http";
import type { Relieved, Suggestion } from "./shapes";

export const listSuggestions = (room: number) => http.get<List<Suggestion>>(`rooms/${room}/suggestions/`);
export const promoteMany = (room: number, conversations: number[], category: number) =>
  http.post<Relieved>(`rooms/${room}/suggestions/promote/`, { conversations, category });
export const dismissSuggestion = (id: number) => http.delete<object>(`suggestions/${id}/`);
