import type { RoomChanged } from "@/api/frames";
import type { Message, Room } from "@/api/shapes";

const EXCERPT = 140;

function newestOf(messages: Message[]): Message | undefined {
  return messages.reduce<Message | undefined>((best, one) => (!best || one.seq > best.seq ? one : best), undefined);
}

/** What an event, or the answer to our coming back, tells of a room. */
export type RoomNews = Pick<RoomChanged, "messages" | "seq" | "rev" | "info">;

/** A room of the list after an event: its numbers, its last words and what of it is unread for `me`. */
export function advance(room: Room, event: RoomNews, me: number | null): Room {
  const news = event.messages.filter((message) => message.seq > room.seq);
  const newest = newestOf(event.messages);
  const seq = Math.max(room.seq, event.seq);
  return {
    ...room,
    ...event.info,
    seq,
    rev: Math.max(room.rev, event.rev),
    last: newest && newest.seq >= (room.last?.seq ?? 0) && newest.fold === null ? lastWords(newest) : stillSaid(room, event.info),
    mine: room.mine && countUnread(room.mine, news, seq, me, event.info?.gone_seq ?? 0),
  };
}

/** The last words of a room that kept them until now. */
function stillSaid({ last, gone_rev }: Room, info: RoomNews["info"]): Room["last"] {
  return last && info && info.gone_rev > gone_rev && last.seq <= info.gone_seq ? { ...last, excerpt: "" } : last;
}

function lastWords(message: Message): NonNullable<Room["last"]> {
  return {
    seq: message.seq,
    author: message.author.name,
    excerpt: message.removed ? "" : message.body.slice(0, EXCERPT),
    at: message.created_at,
  };
}

function countUnread(mine: NonNullable<Room["mine"]>, news: Message[], seq: number, me: number | null, gone: number) {
  // What is gone is unread no more.
  // Whoever had read everything has read their own words too; whoever had not keeps their place.
  const inOrder = [...news].sort((a, b) => a.seq - b.seq);
  const read_seq = inOrder.reduce((read, { seq: at, author }) => (author.id === me && at === read + 1 ? at : read), Math.max(mine.read_seq, gone));
  const calls = news.filter(
    (message) =>
      message.seq > read_seq && message.author.id !== me && (message.mention_all || message.mentions.includes(me ?? -1)),
  );
  return {
    ...mine,
    read_seq,
    unread: Math.max(0, seq - read_seq),
    mentions: mine.mentions + calls.length,
  };
}

/** Directs and rooms by the time of their last words, silent ones by name. */
export function byActivity(a: Room, b: Room): number {
  if (a.last && b.last && a.last.at !== b.last.at) return a.last.at < b.last.at ? 1 : -1;
  if (Boolean(a.last) !== Boolean(b.last)) return a.last ? -1 : 1;
  return a.name.localeCompare(b.name, globalThis.document?.documentElement.lang || undefined);
}
