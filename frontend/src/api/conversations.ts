import { http, type List } from "./http";
import type { CarryOn, Conversation, Link, Message, Promotion, Proposal, Room, RoomMine } from "./shapes";

const path = (id: number) => `conversations/${id}/`;

export const listConversations = (room: number, after?: string | null) =>
  http.get<List<Conversation>>(`rooms/${room}/conversations/`, { after });
export const fetchLinks = (room: number, from: number, to: number) =>
  http.get<{ links: Link[] }>(`rooms/${room}/links/`, { from, to });
export const fetchConversation = (id: number) => http.get<Conversation>(path(id));
export const fetchConversationMessages = (id: number, after?: string | number | null) =>
  http.get<List<Message>>(`${path(id)}messages/`, { after });
export const fetchProposal = (message: number) => http.get<Proposal>(`messages/${message}/proposal/`);
export const steerConversation = (id: number, category: number) => http.post<Promotion>(`${path(id)}steer/`, { category });
/** Keep the client id over retries: then everybody is brought along once. */
export const carryOn = (id: number, form: CarryOn) => http.post<Room>(`${path(id)}carry-on/`, form);
export const markConversationDone = (id: number, seq: number, quiet: boolean) =>
  http.put<RoomMine>(`${path(id)}done/`, { seq, quiet });
export const bringConversationBack = (id: number) => http.delete<RoomMine>(`${path(id)}done/`);
export const followConversation = (id: number, on: boolean) =>
  (on ? http.put : http.delete)<{ followed: boolean }>(`${path(id)}follow/`);
