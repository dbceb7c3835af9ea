import type { Fold, Message } from "@/api/shapes";
import type { Outgoing } from "@/sync/Outbox";
import type { TimelineItem } from "@/sync/timeline";
import { sameDay } from "@/ui/time";

const GROUP_GAP = 5 * 60_000;

export type Row =
  | { kind: "begin"; key: string }
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  | { kind: "message"; key: string; seq: number; message: Message; opens: boolean }
  | { kind: "fold"; key: string; seq: number; fold: Fold; messages: Message[] }
  | { kind: "pending"; key: string; entry: Outgoing; opens: boolean };

export interface Shown {
  items: readonly TimelineItem[];
  pending: readonly Outgoing[];
  unreadFrom: number | null;
  me: number | null;
  /** Whether the first item is the first of the room. */
  begins: boolean;
}

interface Speaker {
  id: number | null;
  at: Date;
}

/** The timeline as it stands on the screen: days, the line above what is new, and neighbours of one speaker in groups. */
export function rowsOf({ items, pending, unreadFrom, me, begins }: Shown): Row[] {
  const rows: Row[] = begins ? [{ kind: "begin", key: "begin" }] : [];
  let day: Date | null = null;
  let speaker: Speaker | null = null;
  let lineDrawn = false;

  const turnDay = (at: string) => {
    const date = new Date(at);
    if (day && sameDay(day, date)) return;
    rows.push({ kind: "day", key: `day:${date.toDateString()}`, at });
    day = date;
    speaker = null;
  };
  const opens = (id: number | null, at: string) => {
    const now = new Date(at);
    const goesOn = speaker !== null && speaker.id === id && now.getTime() - speaker.at.getTime() < GROUP_GAP;
    speaker = { id, at: now };
    return !goesOn;
  };

  for (const item of items) {
    turnDay(item.type === "message" ? item.message.created_at : (item.messages[0]?.created_at ?? item.fold.created_at));
    if (!lineDrawn && unreadFrom !== null && item.seq >= unreadFrom) {
      lineDrawn = true;
      speaker = null;
      rows.push({ kind: "unread", key: "unread" });
    }
    if (item.type === "fold") {
      rows.push({ kind: "fold", key: item.key, seq: item.seq, fold: item.fold, messages: item.messages });
      speaker = null;
      continue;
    }
    const { message, key, seq } = item;
    const speaks = message.kind === "text" && message.removed === null;
    rows.push({ kind: "message", key, seq, message, opens: speaks && opens(message.author.id, message.created_at) });
    if (!speaks) speaker = null;
  }
  for (const entry of pending) {
    turnDay(entry.at);
    rows.push({ kind: "pending", key: `p:${entry.client_id}`, entry, opens: opens(me, entry.at) });
  }
  return rows;
}

export const isSame = (one: unknown, other: unknown): boolean =>
  one === other || (Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((part, nth) => part === other[nth]));

/** The rows of now, and where one is as it was before that very row: what did not change is not drawn again. */
export function keepRows(before: readonly Row[], now: readonly Row[]): Row[] {
  const known = new Map(before.map((row) => [row.key, row]));
  return now.map((row) => {
    const held = known.get(row.key);
    return held && Object.entries(row).every(([name, value]) => isSame(value, held[name as keyof Row])) ? held : row;
  });
}

/** Where a message stands: its own row, or the card that it was folded into. */
export function indexOfSeq(rows: readonly Row[], seq: number): number {
  return rows.findIndex(
    (row) => (row.kind === "message" && row.seq === seq) || (row.kind === "fold" && row.messages.some((message) => message.seq === seq)),
  );
}

/** The place `by` steps from another; from none the last one, from one that is gone the nearest. */
export function seqBeside(rows: readonly Row[], seq: number | null, by: number): number | null {
  const places = rows.flatMap((row) => (row.kind === "message" || row.kind === "fold" ? [row.seq] : []));
  if (seq === null) return places[places.length - 1] ?? null;
  const known = places.indexOf(seq);
  const later = places.findIndex((one) => one > seq);
  const from = known >= 0 ? known : later >= 0 ? later : places.length - 1;
  return places[Math.min(places.length - 1, Math.max(0, from + by))] ?? null;
}

export function firstSeqFrom(rows: readonly Row[], index: number): number {
  for (const row of rows.slice(Math.max(0, index))) if (row.kind === "message" || row.kind === "fold") return row.seq;
  return Infinity;
}

export function lastSeqUpTo(rows: readonly Row[], index: number): number {
  for (let at = Math.min(index, rows.length - 1); at >= 0; at -= 1) {
    const row = rows[at];
    if (row?.kind === "message" || row?.kind === "fold") return row.seq;
  }
  return 0;
}
