/** When somebody wants to be reminded, from now on, by the clock of their device. */
export const MOMENTS = ["threeHours", "tomorrow", "nextWeek"] as const;
export type MomentName = (typeof MOMENTS)[number];

const MORNING = 9;
const MONDAY = 1;

export function momentOf(name: MomentName, now: Date): Date {
  if (name === "threeHours") return new Date(now.getTime() + 3 * 3_600_000);
  const days = name === "tomorrow" ? 1 : (MONDAY - now.getDay() + 6) % 7 + 1;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}
