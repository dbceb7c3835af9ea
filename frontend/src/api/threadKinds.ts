import { http, type List } from "./http";
import type { Revision, RevisionChanges, Thread, WholeRevision } from "./shapes";

export type ThreadKind = Thread["kind"];
export type ThreadStatus = NonNullable<Thread["status"]>;
/** What hosts may say of an idea. */
export type IdeaStatus = Exclude<ThreadStatus, "solved">;

export const convertThread = (id: number, form: { kind: ThreadKind; was: ThreadKind; status: ThreadStatus | null }) =>
  http.put<Thread>(`threads/${id}/kind/`, form);
export const acceptAnswer = (id: number, form: { post: number; instead: number | null }) =>
  http.put<Thread>(`threads/${id}/answer/`, form);
export const takeAnswerBack = (id: number, post: number) => http.delete<Thread>(`threads/${id}/answer/`, { post });
export const decideIdea = (id: number, form: { status: IdeaStatus; was: ThreadStatus; reason: string }) =>
  http.put<Thread>(`threads/${id}/status/`, form);
export const writeNote = (id: number, form: { body: string; revision: number }) => http.put<Thread>(`threads/${id}/note/`, form);
export const listRevisions = (id: number, after: string | null) => http.get<List<Revision>>(`threads/${id}/revisions/`, { after });
export const fetchRevision = (id: number, number: number) => http.get<WholeRevision>(`threads/${id}/revisions/${number}/`);
export const fetchChanges = (id: number, since: number, number: number) => http.get<RevisionChanges>(`threads/${id}/revisions/${since}/${number}/`);
