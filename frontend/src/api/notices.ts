import { http, type List } from "./http";
import type { Notice } from "./shapes";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/notices/`;

export const listNotices = (slug: string, after?: string | null) =>
  http.get<List<Notice> & { unread: number }>(path(slug), { after });
export const readNotices = (slug: string, what: { ids: number[] } | { all: true }) =>
  http.post<{ unread: number }>(`${path(slug)}read/`, what);
