import type { Deed, InForce } from "@/api/shapes";

/** A sanction as the public record tells of it. */
export interface Line {
  entry: number;
  grade: InForce["grade"];
  rule: string;
  at: string;
  room: string;
}

const GRADES: readonly string[] = ["mute", "silence", "ban"];

/** Those of the record that are not over by their own end; the one that a form begins with stays, however old it is. */
export function linesThatHold(deeds: readonly Deed[], start: Line | null, now: number): Line[] {
  const held = deeds.filter(({ act, until }) => GRADES.includes(act) && (!until || Date.parse(until) > now)).map(lineOf);
  return start && !held.some(({ entry }) => entry === start.entry) ? [start, ...held] : held;
}

function lineOf({ id, act, rule, at, place }: Deed): Line {
  return { entry: id, grade: act as Line["grade"], rule, at, room: place?.name ?? "" };
}

/** The line that a proposal is about, as it keeps it. */
export function lineIn(data: Record<string, unknown>): Line | null {
  if (!data.entry) return null;
  return { entry: Number(data.entry), grade: data.grade as Line["grade"], rule: String(data.rule ?? ""), at: String(data.at ?? ""), room: "" };
}
