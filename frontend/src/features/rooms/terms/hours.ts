import type { RoomTerms, TalkHours } from "@/api/shapes";

const DAY = 86_400_000;
/** Days: one that begins today next week is the last that can be next. */
const WEEK = 8;

/** What a room's hours say of a moment: which window it lies in, or that nobody but hosts writes, and until when. */
export interface Standing {
  kind: "free" | "topic" | "closed";
  until: Date | null;
}

interface Stretch {
  kind: TalkHours["kind"];
  begin: number;
  end: number;
}

/** Null where the hours say nothing of it: there are none, or it lies between them and the room is open then. The twin of the server's `chat/terms/hours.py`. */
export function standingAt(terms: RoomTerms | null, now: Date): Standing | null {
  if (!terms?.windows?.length) return null;
  const stretches = stretchesOf(terms, now);
  const inside = stretches.find(({ begin, end }) => begin <= now.getTime() && now.getTime() < end);
  if (inside) return { kind: inside.kind, until: new Date(inside.end) };
  if (terms.outside !== "closed") return null;
  const next = Math.min(...stretches.map(({ begin }) => begin).filter((begin) => begin > now.getTime()));
  return { kind: "closed", until: Number.isFinite(next) ? new Date(next) : null };
}

/** Those that began yesterday or begin within a week, in the order in which they are written. */
function stretchesOf(terms: RoomTerms, now: Date): Stretch[] {
  const zone = terms.zone ?? "UTC";
  const today = wall(now.getTime(), zone);
  const midnight = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  return (terms.windows ?? []).flatMap((window) =>
    Array.from({ length: WEEK + 1 }, (_, ahead) => midnight + (ahead - 1) * DAY)
      .filter((day) => window.days.includes(new Date(day).getUTCDay() || 7))
      .map((day) => stretch(window, day, zone)),
  );
}

function stretch({ kind, first, last }: TalkHours, day: number, zone: string): Stretch {
  const ends = last <= first ? day + DAY : day;
  return { kind, begin: moment(day, first, zone), end: moment(ends, last, zone) };
}

/** The moment at which a clock in a zone shows an hour: the first of two, and as before the change where clocks skip it. */
function moment(day: number, hour: string, zone: string): number {
  const [hours = 0, minutes = 0] = hour.split(":").map(Number);
  const shown = day + (hours * 60 + minutes) * 60_000;
  const before = shown - offset(shown - DAY, zone);
  const after = shown - offset(shown + DAY, zone);
  return offset(before, zone) === shown - before || offset(after, zone) !== shown - after ? before : after;
}

const offset = (at: number, zone: string): number => wall(at, zone).getTime() - Math.floor(at / 1000) * 1000;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show at a moment, as if it were UTC. */
function wall(at: number, zone: string): Date {
  const made = clocks.get(zone) ?? new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  clocks.set(zone, made);
  const part = Object.fromEntries(made.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return new Date(Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second));
}
