import type { NewSanction } from "@/api/shapes";

export type Grade = NewSanction["grade"];
export const GRADES: readonly Grade[] = ["notice", "mute", "silence", "ban"];
const DAY = 24;
const LENGTHS: readonly number[] = [1, DAY, 3 * DAY, 7 * DAY, 30 * DAY];
/** What has no end; only a suspension may be for good. */
export const FOR_GOOD = 0;

/** For how many hours something of a grade may last; a notice lasts not at all. */
export function lengthsOf(grade: Grade): readonly number[] {
  if (grade === "notice") return [];
  return grade === "ban" ? [...LENGTHS, FOR_GOOD] : LENGTHS;
}

/** When something ends that lasts so many hours from now on; null where it has no end. */
export const endOf = (grade: Grade, hours: number, now: number): string | null =>
  grade === "notice" || hours === FOR_GOOD ? null : new Date(now + hours * 3_600_000).toISOString();
