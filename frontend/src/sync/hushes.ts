import type { Notice } from "@/api/shapes";

/** What keeps a member from writing: in one place, such as `room:5`, or everywhere. */
export interface Hush {
  place: string;
  until: string;
  reason: string;
}

/** What a refused post was told; whatever the inbox said up to `after` is older. */
export interface Refused extends Hush {
  after: number;
}

export const EVERYWHERE = "";
const HUSHES: Record<string, true> = { "member.muted": true, "member.silenced": true };
export const isHush = (code: string | undefined): boolean => code !== undefined && code in HUSHES;

type Told = Pick<Notice, "id" | "kind" | "data" | "excerpt">;

export interface Known {
  /** The newest first. */
  notices: readonly Told[];
  refused: readonly Refused[];
  /** Of the member's own card, as it was on coming in. */
  silencedUntil: string | null;
}

/** What a refusal says, if it is one of these. */
export function refusedIn(place: string, error: { code: string; data: Record<string, unknown> }, after: number): Refused | null {
  if (!isHush(error.code)) return null;
  const { until, reason } = error.data;
  return { place: error.code === "member.muted" ? place : EVERYWHERE, until: String(until ?? ""), reason: String(reason ?? ""), after };
}

/** What holds in a place now, and longest; the newest that is known of it counts. */
export function hushIn(place: string, known: Known, now: number): Hush | null {
  const found = [EVERYWHERE, place].map((one) => latest(one, known)).filter((one): one is Hush => one !== null && Date.parse(one.until) > now);
  return found.sort((one, other) => Date.parse(other.until) - Date.parse(one.until))[0] ?? null;
}

function latest(place: string, { notices, refused, silencedUntil }: Known): Hush | null {
  const told = notices.find((notice) => isAbout(place, notice));
  const refusal = refused.find((one) => one.place === place);
  if (refusal && refusal.after >= (told?.id ?? 0)) return refusal;
  if (told) return told.kind === "sanctioned" ? { place, until: String(told.data.until ?? ""), reason: told.excerpt } : null;
  return place === EVERYWHERE && silencedUntil ? { place, until: silencedUntil, reason: "" } : null;
}

function isAbout(place: string, { kind, data }: Told): boolean {
  if (kind !== "sanctioned" && kind !== "sanction_lifted") return false;
  return place === EVERYWHERE ? data.grade === "silence" : data.grade === "mute" && data.place === place;
}
