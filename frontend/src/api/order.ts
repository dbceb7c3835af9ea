import { http, type List } from "./http";
import type { Appeal, InForce, MemberSanctions, NewReport, NewSanction, ReportMade, Sanction } from "./shapes";

export const sendReport = (form: NewReport) => http.post<ReportMade>("reports/", form);
export const listSanctions = (slug: string) => http.get<List<Sanction>>(`communities/${encodeURIComponent(slug)}/sanctions/`);
export const takeBackHold = (hold: number) => http.delete<void>(`holds/${hold}/`);
export const sendAppeal = (sanction: number, words: string) => http.post<Appeal>(`sanctions/${sanction}/appeal/`, { words });
export const fetchMemberSanctions = (member: number) => http.get<MemberSanctions>(`members/${member}/sanctions/`);
export const imposeSanction = (member: number, form: NewSanction) => http.post<MemberSanctions>(`members/${member}/sanctions/`, form);
export const liftSanction = (sanction: number) => http.delete<MemberSanctions>(`sanctions/${sanction}/`);
export const listInForce = (slug: string, after: string | null) =>
  http.get<List<InForce> & { told: boolean }>(`communities/${encodeURIComponent(slug)}/sanctions/in-force/`, { after });
