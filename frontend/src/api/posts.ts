import { http } from "./http";
import type { Citing, Post } from "./shapes";

const path = (id: number) => `posts/${id}/`;
const reaction = (id: number, emoji: string) => `${path(id)}reactions/${encodeURIComponent(emoji)}/`;

export const createPost = (thread: number, form: { client_id: string; body: string; parent?: number | null; files?: number[] }) =>
  http.post<Post>(`threads/${thread}/posts/`, form);
export const editPost = (id: number, body: string) => http.patch<Post>(path(id), { body });
export const deletePost = (id: number) => http.delete<Post>(path(id));
export const addPostReaction = (id: number, emoji: string) => http.put<Post>(reaction(id, emoji));
export const removePostReaction = (id: number, emoji: string) => http.delete<Post>(reaction(id, emoji));
export const hidePost = (id: number, citing: Citing) => http.put<Post>(`${path(id)}hidden/`, citing);
export const restorePost = (id: number) => http.delete<Post>(`${path(id)}hidden/`);
