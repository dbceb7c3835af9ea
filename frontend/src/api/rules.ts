import { http, type List } from "./http";
import type { ChangeRules, Deed, Publicity, RecordSeal, Rules, RulesVersion, RulesVersionPage } from "./shapes";

const at = (slug: string) => `communities/${encodeURIComponent(slug)}/`;

export const fetchRules = (slug: string) => http.get<Rules>(`${at(slug)}rules/`);
export const changeRules = (slug: string, form: ChangeRules) => http.post<Rules>(`${at(slug)}rules/`, form);
export const acceptRules = (slug: string, number: number) => http.post<Rules>(`${at(slug)}rules/accept/`, { number });
export const listVersions = (slug: string, after: string | null) => http.get<List<RulesVersion>>(`${at(slug)}rules/versions/`, { after });
export const fetchVersion = (slug: string, number: number) => http.get<RulesVersionPage>(`${at(slug)}rules/versions/${number}/`);
export const fetchPublicity = (slug: string) => http.get<Publicity>(`${at(slug)}publicity/`);
export const setPublicity = (slug: string, changes: Partial<Publicity>) => http.patch<Publicity>(`${at(slug)}publicity/`, changes);

export const fetchSeal = (slug: string) => http.get<RecordSeal>(`${at(slug)}record/seal/`);
export type RecordFilter = { kind: string; mine: boolean };
export const listDeeds = (slug: string, { kind, mine }: RecordFilter, after: string | null) =>
  http.get<List<Deed>>(`${at(slug)}record/`, { kind, mine: mine ? 1 : null, after });
