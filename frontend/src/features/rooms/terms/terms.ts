import type { RoomTerms, TalkHours } from "@/api/shapes";

/** The terms of a room with everything that goes without saying. */
export type Terms = Required<RoomTerms>;

const DAILY = [0, 1, 3, 5, 10, 20, 50, 100];
const LONGEST = [0, 100, 200, 500, 1000, 2000];

/** What a form begins with: the room's terms, or the usual ones on the reader's own clock. */
export function termsOf(terms: RoomTerms | null, zone: string): Terms {
  const windows = (terms?.windows ?? []).map((window) => ({ ...window, days: [...window.days] }));
  const { writers = "members", links = "explained", longest = 0, daily = 0, outside = "open", dominating = "slowed" } = terms ?? {};
  return { writers, links, longest, daily, windows, outside, dominating, zone: terms?.zone ?? zone };
}

/** Another stretch of the week: an evening, all week. */
export const newHours = (): TalkHours => ({ days: [1, 2, 3, 4, 5, 6, 7], first: "20:00", last: "22:00", kind: "topic" });

/** What is sent: without hours nobody is kept out, and without them and a daily limit no clock matters. */
export function agreed(terms: Terms): RoomTerms {
  const outside = terms.windows.length ? terms.outside : "open";
  const { zone, ...rest } = terms;
  return needsClock(terms) ? { ...rest, outside, zone } : { ...rest, outside };
}

export const needsClock = ({ windows, daily }: Pick<Terms, "windows" | "daily">): boolean => windows.length > 0 || daily > 0;

/** Sensible limits to choose from, and the one that the room has. */
export const dailyLimits = (now: number): number[] => withPresent(DAILY, now);
export const lengths = (now: number): number[] => withPresent(LONGEST, now);

const withPresent = (choices: number[], now: number): number[] => [...new Set([...choices, now])].sort((one, other) => one - other);
