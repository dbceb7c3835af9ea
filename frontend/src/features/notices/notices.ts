import type { DigestKind, Notice } from "@/api/shapes";
import type { IconName } from "@/ui/icons";

export const NOTICE_ICONS: Record<Notice["kind"], IconName> = {
  mention: "at",
  mention_all: "at",
  direct: "message",
  reply: "reply",
  thread_reply: "board",
  promoted: "promote",
  followed: "promote",
  consent: "shield",
  sanctioned: "shield",
  sanction_lifted: "shield",
  appeal_answered: "shield",
  report_settled: "shield",
  held_decided: "shield",
  invited: "userPlus",
  digest: "mail",
};

interface Talk {
  kind: "room" | "thread";
  id: number;
  /** The message or post there, when the notice speaks of one; the first, when it speaks of several. */
  seq: number | null;
}

/** The digest of a day. */
export interface SentDigest {
  kind: "digest";
  digest: DigestKind;
  day: string;
}

/** What moderators decided about the reader. */
interface Decision {
  kind: "decision";
  /** Null for what was decided before decisions were numbered. */
  id: number | null;
}

export type Place = Talk | SentDigest | Decision;
const DECIDED: readonly Notice["kind"][] = ["sanctioned", "sanction_lifted", "appeal_answered"];
type Telling = Pick<Notice, "kind" | "place" | "number" | "data">;

/** "room:5" with number 812 is message 812 of room 5; a digest is found by its day, a decision by its number. */
export function placeOf(notice: Telling): Place | null {
  if (notice.kind === "digest") return digestOf(notice.data);
  if (DECIDED.includes(notice.kind)) return { kind: "decision", id: Number(notice.data.sanction) || null };
  const found = /^(room|thread):(\d+)$/.exec(notice.place);
  if (!found) return null;
  const seq = Number(notice.data.first ?? notice.number);
  return { kind: found[1] as Talk["kind"], id: Number(found[2]), seq: seq > 0 ? seq : null };
}

function digestOf({ kind, day }: Notice["data"]): SentDigest | null {
  if ((kind !== "daily" && kind !== "weekly") || typeof day !== "string") return null;
  return { kind: "digest", digest: kind, day };
}

/** The address of a place inside a community, for links that open in a tab of their own. */
export function addressOf(place: Place, slug: string): string {
  if (place.kind === "digest") return `/c/${slug}/digest/${place.digest}?day=${encodeURIComponent(place.day)}`;
  if (place.kind === "decision") return `/c/${slug}/me/decisions${place.id ? `?at=${place.id}` : ""}`;
  if (place.kind === "room") return `/c/${slug}/r/${place.id}${place.seq ? `?at=${place.seq}` : ""}`;
  return `/c/${slug}/t/${place.id}${place.seq ? `/p/${place.seq}` : ""}`;
}
