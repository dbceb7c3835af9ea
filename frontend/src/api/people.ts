import { exchange, http, type List } from "./http";
import type { Announcement, Field, FieldAnswer, Filter, FoundMembers, Hearers, Hearing, NewAnnouncement, NewField, Segment, SilentMember, Vocabulary } from "./shapes";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/`;

export const fetchVocabulary = (slug: string) => http.get<Vocabulary>(`${path(slug)}people/vocabulary/`);
export const findPeople = (slug: string, filter: Filter, after = 0) => http.post<FoundMembers>(`${path(slug)}people/`, { filter, after });
export const listSegments = (slug: string) => http.get<List<Segment>>(`${path(slug)}segments/`);
export const saveSegment = (slug: string, name: string, filter: Filter) => http.post<Segment>(`${path(slug)}segments/`, { name, filter });
export const removeSegment = (slug: string, id: number) => http.delete<object>(`${path(slug)}segments/${id}/`);
export const listSilent = (slug: string, after: string | null) => http.get<List<SilentMember>>(`${path(slug)}people/silent/`, { after });
export const announceDepartures = (slug: string, members: number[]) => http.post<object>(`${path(slug)}departures/`, { members });
export const callOffDeparture = (slug: string, member: number) => http.delete<object>(`${path(slug)}departures/${member}/`);
export const addField = (slug: string, form: NewField) => http.post<Field>(`${path(slug)}fields/`, form);
export const removeField = (slug: string, id: number) => http.delete<object>(`${path(slug)}fields/${id}/`);
export const listAnswers = (member: number) => http.get<List<FieldAnswer>>(`members/${member}/answers/`);
export const sendAnswer = (slug: string, field: number, text: string) => http.put<object>(`${path(slug)}fields/${field}/answer/`, { text });
export const listAnnouncements = (slug: string) => http.get<List<Announcement>>(`${path(slug)}announcements/`);
export const previewAnnouncement = (slug: string, filter: Filter) => http.post<Hearers>(`${path(slug)}announcements/preview/`, { filter });
export const announce = (slug: string, form: NewAnnouncement) => http.post<Announcement>(`${path(slug)}announcements/`, form);
export const fetchHearing = (slug: string) => http.get<Hearing>(`${path(slug)}announcements/muted/`);
export const muteAnnouncements = (slug: string, muted: boolean) => {
  const at = `${path(slug)}announcements/muted/`;
  return muted ? http.put<object>(at) : http.delete<object>(at);
};

/** The members whom a filter finds, as a CSV file. */
export async function fetchTable(slug: string, filter: Filter): Promise<Blob> {
  const body = new Blob([JSON.stringify({ filter })], { type: "application/json" });
  const answer = await exchange("POST", `${path(slug)}people/table/`, { body, headers: { "Content-Type": "application/json" } });
  return answer.blob();
}
