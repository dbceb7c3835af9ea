import { http } from "./http";
import type { Citing, Message, Whereabouts } from "./shapes";

const path = (id: number) => `messages/${id}/`;
const reaction = (id: number, emoji: string) => `${path(id)}reactions/${encodeURIComponent(emoji)}/`;

export const postMessage = (room: number, form: { client_id: string; body: string; reply_to?: number | null }) =>
  http.post<Message>(`rooms/${room}/messages/`, form);
/** Where the words of a message can be read now: in its room, or in the thread they were promoted to. */
export const locateMessage = (id: number) => http.get<Whereabouts>(path(id));
export const editMessage = (id: number, body: string) => http.patch<Message>(path(id), { body });
export const deleteMessage = (id: number) => http.delete<Message>(path(id));
export const recallMessage = (id: number) => http.post<Message>(`${path(id)}recall/`);
export const dropPreview = (id: number) => http.delete<Message>(`${path(id)}preview/`);
export const addReaction = (id: number, emoji: string) => http.put<Message>(reaction(id, emoji));
export const removeReaction = (id: number, emoji: string) => http.delete<Message>(reaction(id, emoji));
export const pinMessage = (id: number) => http.put<Message>(`${path(id)}pin/`);
export const unpinMessage = (id: number) => http.delete<Message>(`${path(id)}pin/`);
export const hideMessage = (id: number, citing: Citing) => http.put<Message>(`${path(id)}hidden/`, citing);
export const restoreMessage = (id: number) => http.delete<Message>(`${path(id)}hidden/`);
