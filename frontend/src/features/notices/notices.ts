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
  move_decided: "board",
  answer_accepted: "checkCircle",
  idea_decided: "board",
  sanctioned: "shield",
  sanction_lifted: "shield",
  appeal_answered: "shield",
  report_settled: "shield",
  held_decided: "shield",
  words_hidden: "shield",
  raid: "shield",
  appeal_made: "shield",
  case_given: "shield",
  work_waits: "clock",
  vote_open: "checkCircle",
  vote_decided: "checkCircle",
  owner_away: "users",
  points_given: "heart",
  saved_reminder: "bookmark",
  jury_called: "shield",
  jury_decided: "shield",
  jury_open: "shield",
  jury_returned: "shield",
  jury_summons: "shield",
  invited: "userPlus",
  rules: "file",
  application: "door",
  let_in: "door",
  newcomer: "userPlus",
  announcement: "bell",
  recalled: "heart",
  departing: "clock",
  tribe_offer: "split",
  digest: "mail",
  export_ready: "download",
  erasure_asked: "shield",
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

/** A page of the community that has one address. */
interface Page {
  kind: "page";
  name: "applications" | "me" | "members" | "profile" | "rules" | "welcome";
}

/** Something that the members decide, or how they do. */
interface Vote {
  kind: "vote";
  /** Null for the page about how the community decides. */
  id: number | null;
}

/** A trial for which the reader was drawn, or all that juries decided. */
interface Jury {
  kind: "jury";
  id: number | null;
}

/** The moderators' queue in the admin, which is not a page of this app. */
interface Queue {
  kind: "queue";
  part: "case" | "appeal";
  /** Null for a list of them, in a state. */
  id: number | null;
  state: "late" | "open";
}

export type Place = Talk | SentDigest | Decision | Page | Vote | Jury | Queue;
const WORK: readonly Notice["kind"][] = ["appeal_made", "case_given", "work_waits"];
const DECIDED: readonly Notice["kind"][] = ["sanctioned", "sanction_lifted", "appeal_answered", "jury_summons"];
const PAGES: Partial<Record<Notice["kind"], Page["name"]>> = {
  application: "applications",
  let_in: "welcome",
  newcomer: "members",
  rules: "rules",
  export_ready: "me",
  erasure_asked: "me",
};
/** Of pages whose parts have an address of their own. */
const ADDRESSES: Partial<Record<Page["name"], string>> = { me: "me#my-data", profile: "me" };
/** As what somebody is told of a trial whose page is theirs to read. */
const JUDGES = new Set(["juror", "jury_called", "jury_open"]);
type Telling = Pick<Notice, "kind" | "place" | "number" | "data">;

/** "room:5" with number 812 is message 812 of room 5; a digest is found by its day, a decision by its number. */
export function placeOf(notice: Telling): Place | null {
  if (notice.kind === "digest") return digestOf(notice.data);
  if (DECIDED.includes(notice.kind)) return { kind: "decision", id: Number(notice.data.sanction) || null };
  if (WORK.includes(notice.kind)) return queueOf(notice);
  const name = notice.kind === "words_hidden" && notice.data.goes ? "profile" : PAGES[notice.kind];
  if (name) return { kind: "page", name };
  if (notice.kind.startsWith("vote_") || notice.kind === "owner_away" || notice.kind === "points_given") return { kind: "vote", id: Number(notice.data.proposal) || null };
  if (notice.kind.startsWith("jury_")) return { kind: "jury", id: JUDGES.has(String(notice.data.part ?? notice.kind)) ? Number(notice.data.trial) || null : null };
  if (notice.kind === "saved_reminder") return thingOf(notice.data);
  const found = /^(room|thread):(\d+)$/.exec(notice.place);
  if (!found) return null;
  const seq = Number(notice.data.first ?? notice.number);
  return { kind: found[1] as Talk["kind"], id: Number(found[2]), seq: seq > 0 ? seq : null };
}

function queueOf({ kind, data }: Pick<Notice, "kind" | "data">): Queue {
  if (kind === "appeal_made") return { kind: "queue", part: "appeal", id: data.appeals === 1 ? Number(data.appeal) : null, state: "open" };
  const part = data.appeals && !data.cases ? "appeal" : "case";
  return { kind: "queue", part, id: Number(data.case) || null, state: "late" };
}

/** What somebody saved stands where it was said; a thread, that was saved as a whole, begins at its beginning. */
function thingOf({ room, thread, seq }: Notice["data"]): Talk {
  return { kind: room ? "room" : "thread", id: Number(room ?? thread), seq: Number(seq) || null };
}

function digestOf({ kind, day }: Notice["data"]): SentDigest | null {
  if ((kind !== "daily" && kind !== "weekly") || typeof day !== "string") return null;
  return { kind: "digest", digest: kind, day };
}

/** The address of a place inside a community, for links that open in a tab of their own. */
export function addressOf(place: Place, slug: string): string {
  if (place.kind === "digest") return `/c/${slug}/digest/${place.digest}?day=${encodeURIComponent(place.day)}`;
  if (place.kind === "decision") return `/c/${slug}/me/decisions${place.id ? `?at=${place.id}` : ""}`;
  if (place.kind === "page") return `/c/${slug}/${ADDRESSES[place.name] ?? place.name}`;
  if (place.kind === "vote") return `/c/${slug}/${place.id ? `proposals/${place.id}` : "governance"}`;
  if (place.kind === "jury") return `/c/${slug}/jury${place.id ? `/${place.id}` : ""}`;
  if (place.kind === "queue") return `/admin/moderation/${place.part}/${place.id ? `${place.id}/change/` : `?state=${place.state}`}`;
  if (place.kind === "room") return `/c/${slug}/r/${place.id}${place.seq ? `?at=${place.seq}` : ""}`;
  return `/c/${slug}/t/${place.id}${place.seq ? `/p/${place.seq}` : ""}`;
}
