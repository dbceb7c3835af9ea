import type { Notice } from "@/api/shapes";
import type { IconName } from "@/ui/icons";

export const NOTICE_ICONS: Record<Notice["kind"], IconName> = {
  mention: "at",
  mention_all: "at",
  reply: "reply",
  thread_reply: "board",
  promoted: "promote",
  followed: "promote",
  consent: "shield",
  silenced: "bellOff",
  invited: "userPlus",
  digest: "mail",
};

export interface Place {
  kind: "room" | "thread";
  id: number;
  /** The message or post there, when the notice speaks of one. */
  seq: number | null;
}

/** "room:5" with number 812 is message 812 of room 5. */
export function placeOf(notice: Pick<Notice, "place" | "number">): Place | null {
  const found = /^(room|thread):(\d+)$/.exec(notice.place);
  if (!found) return null;
  return { kind: found[1] as Place["kind"], id: Number(found[2]), seq: notice.number > 0 ? notice.number : null };
}

/** The address of a place inside a community, for links that open in a tab of their own. */
export function addressOf(place: Place, slug: string): string {
  if (place.kind === "room") return `/c/${slug}/r/${place.id}${place.seq ? `?at=${place.seq}` : ""}`;
  return `/c/${slug}/t/${place.id}${place.seq ? `/p/${place.seq}` : ""}`;
}
