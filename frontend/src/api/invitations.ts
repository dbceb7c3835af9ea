import { http, type List } from "./http";
import type { Door, Invitation, NewInvitation } from "./shapes";

export type { Invitation };

const listPath = (slug: string) => `communities/${encodeURIComponent(slug)}/invitations/`;
const path = (code: string) => `invitations/${encodeURIComponent(code)}/`;

export const listInvitations = (slug: string) => http.get<List<Invitation>>(listPath(slug));
export const createInvitation = (slug: string, form: NewInvitation) => http.post<Invitation>(listPath(slug), form);
export const fetchInvitation = (code: string) => http.get<{ door: Door; by: string }>(path(code));
export const revokeInvitation = (code: string) => http.delete<object>(path(code));
export const qrUrl = (code: string) => `/api/v1/${path(code)}qr.svg`;
