import { http, type List, withQuery } from "./http";
import type { Duty, Accusation, Trial, TrialDraw, TrialPage } from "./shapes";

const community = (slug: string) => `communities/${encodeURIComponent(slug)}/`;
const trial = (id: number) => `trials/${id}/`;

export const listTrials = (slug: string, after: string | null) => http.get<List<Trial>>(withQuery(`${community(slug)}trials/`, { after }));
export const listDuties = (slug: string, after: string | null) => http.get<List<Duty>>(withQuery(`${community(slug)}jury-duty/`, { after }));
export const listHearings = (slug: string, after: string | null) => http.get<List<Accusation>>(withQuery(`${community(slug)}hearings/`, { after }));
export const answerAccusation = (id: number, words: string) => http.put<Accusation>(`${trial(id)}answer/`, { words });
export const fetchTrial = (id: number) => http.get<TrialPage>(trial(id));
export const fetchDraw = (id: number) => http.get<TrialDraw>(`${trial(id)}draw/`);
export const answerCall = (id: number, accept: boolean) => http.put<TrialPage>(`${trial(id)}call/`, { accept });
export const castVerdict = (id: number, measure: string, reason: string) => http.put<TrialPage>(`${trial(id)}verdict/`, { measure, reason });
