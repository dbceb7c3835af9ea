const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Making one takes as long as drawing a row. */
const made = new Map<string, unknown>();

function keptAs<Format>(kind: string, locale: string, options: object, make: () => Format): Format {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`;
  const found = (made.get(key) as Format | undefined) ?? make();
  made.set(key, found);
  return found;
}

const dates = (locale: string, options: Intl.DateTimeFormatOptions) => keptAs("date", locale, options, () => new Intl.DateTimeFormat(locale, options));
const distances = (locale: string, options: Intl.RelativeTimeFormatOptions) => keptAs("distance", locale, options, () => new Intl.RelativeTimeFormat(locale, options));

export function sameDay(one: Date, other: Date): boolean {
  return one.getFullYear() === other.getFullYear() && one.getMonth() === other.getMonth() && one.getDate() === other.getDate();
}

export function clock(at: string | Date, locale: string): string {
  return dates(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));
}

export function fullTime(at: string | Date, locale: string): string {
  return dates(locale, { dateStyle: "full", timeStyle: "short" }).format(new Date(at));
}

export function longDate(at: string | Date, locale: string): string {
  return dates(locale, { dateStyle: "long" }).format(new Date(at));
}

/** "2 minutes ago" while it is fresh, then the day. */
export function timeAgo(at: string | Date, locale: string, now = new Date()): string {
  const then = new Date(at);
  const past = now.getTime() - then.getTime();
  const relative = distances(locale, { numeric: "auto", style: "short" });
  if (past < minute) return relative.format(0, "second");
  if (past < hour) return relative.format(-Math.floor(past / minute), "minute");
  if (past < day) return relative.format(-Math.floor(past / hour), "hour");
  if (past < 7 * day) return relative.format(-Math.floor(past / day), "day");
  return date(then, locale, now);
}

function date(at: Date, locale: string, now: Date): string {
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return dates(locale, { year, month: "short", day: "numeric" }).format(at);
}

/** What is left of a wait, as on a kitchen timer: 0:42, 12:05. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The heading of a day in a timeline: today, yesterday, or the date with its weekday. */
export function dayName(at: string | Date, locale: string, now = new Date()): string {
  const then = new Date(at);
  const relative = distances(locale, { numeric: "auto" });
  if (sameDay(then, now)) return capital(relative.format(0, "day"), locale);
  if (sameDay(then, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return capital(relative.format(-1, "day"), locale);
  const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return dates(locale, { year, month: "long", day: "numeric", weekday: "long" }).format(then);
}

/** The name of a day of the week, Monday being 1. */
export function weekday(number: number, locale: string, style: "short" | "long" = "long"): string {
  // The first of January 2024 was a Monday.
  return dates(locale, { weekday: style, timeZone: "UTC" }).format(Date.UTC(2024, 0, number));
}

/** As short as a list row allows: the hour today, else the date. */
export function shortTime(at: string | Date, locale: string, now = new Date()): string {
  const then = new Date(at);
  return sameDay(then, now) ? clock(then, locale) : date(then, locale, now);
}

/** A moment of the next days: the hour today, else with the day of the week. */
export function soonTime(at: Date, locale: string, now = new Date()): string {
  if (sameDay(at, now)) return clock(at, locale);
  return dates(locale, { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

const capital = (words: string, locale: string) => words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);

/** The hours of a day, to choose from. */
export const hoursOfDay = Array.from({ length: 24 }, (_, value) => ({ value, label: `${String(value).padStart(2, "0")}:00` }));
