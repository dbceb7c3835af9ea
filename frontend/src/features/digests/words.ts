import type { DigestItem, DigestReason } from "@/api/shapes";
import type { IconName } from "@/ui/icons";

export const REASON_ICONS: Record<DigestReason, IconName> = {
  mentioned: "at",
  called: "at",
  answered: "reply",
  took_part: "message",
  followed: "star",
  people: "users",
  size: "chart",
  new: "circle",
  liked: "heart",
  promoted: "promote",
  capsule: "capsule",
};

/** The long answer to "why do I see this?": what is new in a room of mine is new for another reason than a thread is. */
export const becauseOf = (section: string, reason: DigestReason) => (section === "rooms" && reason === "new" ? "room" : reason);

/** What its number counts; nothing where there is one of it anyway. */
export function countedIn(section: string): "catchUp.unread" | "board.newPosts" | null {
  if (section === "conversations" || section === "rooms") return "catchUp.unread";
  return section === "followed" ? "board.newPosts" : null;
}

type Words = (key: string, named?: Record<string, string>) => string;

/** What happened, for what calls the reader; otherwise what it is called. */
export function titleOf({ title, reason, by, place }: DigestItem, t: Words): string {
  if (title) return title;
  const call = reason === "answered" || reason === "called" ? reason : "mentioned";
  return t(`digest.call.${call}`, { name: by, room: place || t("digest.private") });
}

/** Its own words with whose they are; a call has told that in its title. */
export function textOf({ title, reason, by, text }: DigestItem, t: Words): string {
  if (!title || !by) return text;
  if (text) return t("digest.by", { name: by, text });
  return reason === "followed" ? t("digest.lastBy", { name: by }) : by;
}
