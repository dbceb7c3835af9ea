import { http } from "./http";
import type { NewPromotion, Promotion } from "./shapes";

export const promote = (room: number, form: NewPromotion) => http.post<Promotion>(`rooms/${room}/promotions/`, form);
export const fetchPromotion = (id: number) => http.get<Promotion>(`promotions/${id}/`);
export const answerConsent = (id: number, agree: boolean) =>
  http.post<Promotion>(`promotions/${id}/consent/`, { agree });
export const undoPromotion = (id: number) => http.post<Promotion>(`promotions/${id}/undo/`);
export const absorbReplies = (id: number, messages: number[]) =>
  http.post<Promotion>(`promotions/${id}/absorb/`, { messages });
