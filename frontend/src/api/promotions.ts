import { http } from "./http";
import type { Promotion } from "./shapes";

export interface PromotionForm {
  messages: number[];
  title: string;
  category: number;
  tags: string[];
  ask: boolean;
}

export const promote = (room: number, form: PromotionForm) => http.post<Promotion>(`rooms/${room}/promotions/`, form);
export const fetchPromotion = (id: number) => http.get<Promotion>(`promotions/${id}/`);
export const answerConsent = (id: number, agree: boolean) =>
  http.post<Promotion>(`promotions/${id}/consent/`, { agree });
export const undoPromotion = (id: number) => http.post<Promotion>(`promotions/${id}/undo/`);
export const absorbReplies = (id: number, messages: number[]) =>
  http.post<Promotion>(`promotions/${id}/absorb/`, { messages });
