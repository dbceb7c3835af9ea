import type { Keeping } from "@/api/shapes";

const DAYS = [7, 30, 90, 180, 365];

/** Sensible choices, what holds and what is chosen; 0 is for good. */
export const keepingChoices = (...now: (number | null)[]): number[] =>
  [...new Set([...DAYS, ...now.map((days) => days ?? 0)])].filter(Boolean).sort((one, other) => one - other).concat(0);

/** What a form begins with: what is going to hold. */
export const agreedDays = ({ days, coming }: Keeping): number => coming?.days ?? days ?? 0;

/** Whether choosing this takes anything away: then it is announced, and holds after a week. */
export const isLess = (days: number, now: number | null): boolean => days > 0 && (now === null || days < now);
