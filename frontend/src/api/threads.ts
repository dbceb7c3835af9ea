import type { Why } from "./frames";
import { http, type List } from "./http";
import type { Citing, NewThread, PostsPage, Thread, ThreadAct, ThreadChanges, ThreadMine } from "./shapes";

export const SORTS = ["active", "new", "hot", "top", "unanswered", "unsolved", "following", "essence"] as const;
export type Sort = (typeof SORTS)[number];

export interface ThreadQuery {
  sort?: Sort;
  category?: number | null;
  tag?: string | null;
  kind?: Thread["kind"] | null;
  after?: string | null;
}
const listPath = (slug: string) => `communities/${encodeURIComponent(slug)}/threads/`;
const path = (id: number) => `threads/${id}/`;

export const listThreads = (slug: string, query: ThreadQuery = {}) =>
  http.get<List<Thread>>(listPath(slug), { ...query });
export const createThread = (slug: string, form: NewThread) => http.post<Thread>(listPath(slug), form);
export const fetchThread = (id: number) => http.get<Thread>(path(id));
export const updateThread = (id: number, changes: { title?: string; tags?: string[] }) =>
  http.patch<Thread>(path(id), changes);
export const deleteThread = (id: number, citing?: Citing) => http.delete<Thread>(path(id), citing);
export const restoreThread = (id: number) => http.post<Thread>(`${path(id)}restore/`);
export const lockThread = (id: number, on: boolean) => (on ? http.put : http.delete)<Thread>(`${path(id)}lock/`);
export const pinThread = (id: number, on: boolean) => (on ? http.put : http.delete)<Thread>(`${path(id)}pin/`);
export const moveThread = (id: number, category: number) => http.put<Thread>(`${path(id)}category/`, { category });
export const mergeThread = (id: number, into: number) => http.post<Thread>(`${path(id)}merge/`, { into });
export const splitThread = (id: number, form: { client_id: string; posts: number[]; title: string }) =>
  http.post<Thread>(`${path(id)}split/`, form);
export const fetchThreadActs = (id: number) => http.get<List<ThreadAct>>(`${path(id)}acts/`);
export const setThreadLevel = (id: number, level: ThreadMine["level"]) =>
  http.put<ThreadMine>(`${path(id)}level/`, { level });
export const markThreadRead = (id: number, seq: number) => http.put<ThreadMine>(`${path(id)}read/`, { seq });
export const fetchPosts = (id: number, query: { after?: string; around?: number; message?: number; limit?: number } = {}) =>
  http.get<PostsPage>(`${path(id)}posts/`, query);
export const fetchThreadChanges = (id: number, since: number, why: Why) =>
  http.get<ThreadChanges>(`${path(id)}changes/`, { since, why });
