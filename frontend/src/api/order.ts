import { http, type List } from "./http";
import type { Appeal, NewReport, ReportMade, Sanction } from "./shapes";

export const sendReport = (form: NewReport) => http.post<ReportMade>("reports/", form);
export const listSanctions = (slug: string) => http.get<List<Sanction>>(`communities/${encodeURIComponent(slug)}/sanctions/`);
export const takeBackHold = (hold: number) => http.delete<void>(`holds/${hold}/`);
export const sendAppeal = (sanction: number, words: string) => http.post<Appeal>(`sanctions/${sanction}/appeal/`, { words });
