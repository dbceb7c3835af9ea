const two = (number: number) => String(number).padStart(2, "0");

/** A day as date fields write it, on the reader's own clock. */
export const dayOf = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/** The moment at which a day begins for the reader. */
export function beginOf(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date).toISOString();
}

export function daysBefore(now: Date, days: number): string {
  return dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));
}

const WRITTEN = /^(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/u;

/** The day that somebody wrote, year first and year left out if it is this one; null where it is none. */
export function dayIn(words: string, now = new Date()): string | null {
  const [, year, month, date] = WRITTEN.exec(words.trim()) ?? [];
  if (!month || !date) return null;
  const at = new Date(Number(year ?? now.getFullYear()), Number(month) - 1, Number(date));
  return at.getMonth() === Number(month) - 1 && at.getDate() === Number(date) ? dayOf(at) : null;
}
