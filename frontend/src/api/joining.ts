import { http, type List } from "./http";
import type {
  Application,
  Code,
  DecidedApplication,
  EditEntrance,
  Entrance,
  EntranceSettings,
  MyApplication,
  NewCodes,
  OpeningRoll,
  PersonalCard,
  PlaceInLine,
  Referral,
  SaidHello,
  ScreeningAnswer,
  WaitingPerson,
  Welcome,
} from "./shapes";

const path = (slug: string) => `communities/${encodeURIComponent(slug)}/`;

export const fetchEntrance = (slug: string, invitation?: string) => http.get<Entrance>(`${path(slug)}entrance/`, { invitation });
export const fetchEntranceSettings = (slug: string) => http.get<EntranceSettings>(`${path(slug)}entrance/settings/`);
export const updateEntrance = (slug: string, changes: EditEntrance) => http.patch<EntranceSettings>(`${path(slug)}entrance/settings/`, changes);
export const sendApplication = (slug: string, answers: ScreeningAnswer[]) => http.post<MyApplication>(`${path(slug)}applications/`, { answers });
export const takeBackApplication = (slug: string) => http.delete<object>(`${path(slug)}applications/mine/`);
export const listApplications = (slug: string, after: string | null) => http.get<List<Application>>(`${path(slug)}applications/`, { after });
export const listDecided = (slug: string, after: string | null) => http.get<List<DecidedApplication>>(`${path(slug)}applications/decided/`, { after });
export const decideApplication = (id: number, outcome: "accepted" | "declined", reason: string) => http.post<object>(`applications/${id}/decision/`, { outcome, reason });
export const listLine = (slug: string, after: string | null) => http.get<List<WaitingPerson>>(`${path(slug)}waiting/`, { after });
export const waitInLine = (slug: string, invitation?: string) => http.post<PlaceInLine>(`${path(slug)}waiting/`, invitation ? { invitation } : {});
export const leaveLine = (slug: string) => http.delete<object>(`${path(slug)}waiting/`);
export const enterByWords = (slug: string, words: string) => http.post<PlaceInLine>(`${path(slug)}enter/`, { words });
export const fetchWelcome = (slug: string) => http.get<Welcome>(`${path(slug)}welcome/`);
export const chooseInterests = (slug: string, tags: string[]) => http.put<object>(`${path(slug)}welcome/interests/`, { tags });
export const passStep = (slug: string, step: string) => http.put<object>(`${path(slug)}welcome/steps/${step}/`);
export const sayHello = (slug: string, words: string, client_id: string) => http.post<SaidHello>(`${path(slug)}welcome/hello/`, { words, client_id });
export const fetchOpening = (slug: string) => http.get<OpeningRoll>(`${path(slug)}opening/`);
export const fetchCard = (slug: string) => http.get<PersonalCard>(`${path(slug)}card/`);
export const renewCard = (slug: string) => http.post<PersonalCard>(`${path(slug)}card/`);
export const listCodes = (slug: string, after: string | null) => http.get<List<Code>>(`${path(slug)}codes/`, { after });
export const makeCodes = (slug: string, form: NewCodes) => http.post<List<Code>>(`${path(slug)}codes/`, form);
export const cancelCode = (slug: string, id: number) => http.delete<Code>(`${path(slug)}codes/${id}/`);
export const codeSheet = (slug: string) => `/api/v1/${path(slug)}codes.csv`;
export const listReferrals = (slug: string, of: number | null, after: string | null) => http.get<List<Referral>>(`${path(slug)}referrals/`, { of, after });
