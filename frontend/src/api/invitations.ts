import { http, type List } from "./http";
import type { Door } from "./shapes";

export interface Invitation {
  code: string;
  url: string;
  expires_at: string | null;
  uses_left: number | null;
  room: number | null;
}
export interface InvitationForm {
  days: number | null;
  uses: number | null;
  room?: number | null;
}

const listPath = (slug: string) => `communities/${encodeURIComponent(slug)}/invitations/`;
const path = (code: string) => `invitations/${encodeURIComponent(code)}/`;

export const listInvitations = (slug: string) => http.get<List<Invitation>>(listPath(slug));
export const createInvitation = (slug: string, form: InvitationForm) => http.post<Invitation>(listPath(slug), form);
export const fetchInvitation = (code: string) => http.get<{ door: Door; room_name: string | null }>(path(code));
export const revokeInvitation = (code: string) => http.delete<object>(path(code));
export const qrUrl = (code: string) => `/api/v1/${path(code)}qr.svg`;
