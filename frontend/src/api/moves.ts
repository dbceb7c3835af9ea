import { http } from "./http";
import type { Move, WaitingMove } from "./shapes";

const path = (id: number) => `moves/${id}/`;

/** Asks the authors of a thread before it moves to where more people read it. */
export const askToMove = (thread: number, category: number) => http.post<Move>(`threads/${thread}/moves/`, { category });
export const fetchWaitingMove = (thread: number) => http.get<WaitingMove>(`threads/${thread}/moves/`);
export const fetchMove = (id: number) => http.get<Move>(path(id));
export const answerMove = (id: number, agree: boolean) => http.post<Move>(`${path(id)}consent/`, { agree });
export const giveUpMove = (id: number) => http.delete<Move>(path(id));
