import { http, type List, withQuery } from "./http";
import type { AskFirst, Ballot, EditCharter, FirstPoll, Governance, Lending, Loan, Motion, MotionPage, NewMotion } from "./shapes";

export type MotionWords = Pick<NewMotion, "title" | "words" | "data">;

const community = (slug: string) => `communities/${encodeURIComponent(slug)}/`;
const motion = (id: number) => `proposals/${id}/`;

export const fetchGovernance = (slug: string) => http.get<Governance>(`${community(slug)}governance/`);
export const letMembersVote = (slug: string) => http.post<Governance>(`${community(slug)}governance/move-on/`);
export const listMotions = (slug: string, over: boolean, after: string | null) =>
  http.get<List<Motion>>(withQuery(`${community(slug)}proposals/`, { over: over ? 1 : null, after }));
export const propose = (slug: string, form: NewMotion) => http.post<MotionPage>(`${community(slug)}proposals/`, form);
export const fetchMotion = (id: number) => http.get<MotionPage>(motion(id));
export const amendMotion = (id: number, form: MotionWords) => http.patch<MotionPage>(motion(id), form);
export const withdrawMotion = (id: number) => http.delete<MotionPage>(motion(id));
export const offerAmendment = (id: number, form: MotionWords) => http.post<MotionPage>(`${motion(id)}amendments/`, form);
export const takeOver = (id: number, amendment: number) => http.post<MotionPage>(`${motion(id)}amendments/${amendment}/take-over/`);
export const openVote = (id: number) => http.post<MotionPage>(`${motion(id)}open/`);
export const standFor = (id: number, words: string) => http.put<MotionPage>(`${motion(id)}candidacy/`, { words });
export const stepBack = (id: number) => http.delete<MotionPage>(`${motion(id)}candidacy/`);
export const castBallot = (id: number, choice: readonly string[], receipt: string) => http.put<{ mark: string }>(`${motion(id)}ballot/`, { choice, receipt });
export const listBallots = (id: number, after: string | null) => http.get<List<Ballot>>(withQuery(`${motion(id)}ballots/`, { after }));
export const editCharter = (slug: string, changes: EditCharter) => http.patch<Governance>(`${community(slug)}governance/`, changes);
export const fetchLending = (slug: string) => http.get<Lending>(`${community(slug)}lending/`);
export const lendVote = (slug: string, kind: Loan["kind"], to: number) => http.put<Lending>(`${community(slug)}lending/${kind || "all"}/`, { to });
export const takeVoteBack = (slug: string, kind: Loan["kind"]) => http.delete<Lending>(`${community(slug)}lending/${kind || "all"}/`);
export const fetchFirstPoll = (slug: string) => http.get<FirstPoll>(`${community(slug)}opening/poll/`);
export const askFirst = (slug: string, form: AskFirst) => http.put<FirstPoll>(`${community(slug)}opening/poll/`, form);
export const dropFirst = (slug: string) => http.delete<FirstPoll>(`${community(slug)}opening/poll/`);
