import type { Fold, Message, Post } from "@/api/shapes";

import { type Gone, laterGone, stillThere } from "./gone";
import type { RoomSnapshot } from "./RoomLog";
import type { ThreadSnapshot } from "./ThreadLog";

/** Messages kept of each room, posts of each thread. */
export const LAST = 100;

/** The end of a room as it was last seen: what `GET messages/` would have answered then. */
export interface RoomStretch extends Gone {
  rev: number;
  seq: number;
  messages: Message[];
  folds: Fold[];
  before: boolean;
  after: false;
}

/** The first posts of a thread as they were last seen. */
export interface ThreadStretch {
  rev: number;
  seq: number;
  posts: Post[];
  next: string | null;
  before: false;
}

interface Rows {
  rev: number;
  messages: Message[];
  folds: Fold[];
  /** More changed than is told here. */
  more?: boolean;
  info?: Gone | null;
}

/** What is worth keeping of what the screen shows; nothing while it shows the past. */
export function endOf(snapshot: RoomSnapshot): RoomStretch | null {
  if (!snapshot.loaded || snapshot.after) return null;
  const messages = snapshot.messages.slice(-LAST);
  const first = messages[0]?.seq ?? 0;
  const folds = snapshot.folds.filter((fold) => fold.seq >= first || messages.some((message) => message.fold === fold.id));
  return { rev: snapshot.rev, seq: snapshot.seq, ...snapshot.gone, messages, folds, before: snapshot.before || messages.length < snapshot.messages.length, after: false };
}

export function startOf(snapshot: ThreadSnapshot): ThreadStretch | null {
  if (!snapshot.loaded || snapshot.before) return null;
  const posts = snapshot.posts.slice(0, LAST);
  const cut = posts.length < snapshot.posts.length;
  return { rev: snapshot.rev, seq: snapshot.seq, posts, next: cut ? (posts[posts.length - 1]?.path ?? null) : snapshot.next, before: false };
}

/** Posts that changed or came, as far as they stand in the part that is kept, and without those that left. */
export function withPosts(held: ThreadStretch, posts: readonly Post[], gone: readonly number[] = []): ThreadStretch {
  const rows = new Map(held.posts.map((row) => [row.id, row]));
  for (const post of posts) {
    const known = rows.get(post.id);
    const inside = held.next === null || post.path <= held.next;
    if (known ? post.rev > known.rev : inside) rows.set(post.id, post);
  }
  for (const id of gone) rows.delete(id);
  return { ...held, posts: [...rows.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Rows that changed replace those that are kept, and those that the room let go of go, so that no such words are found here. New ones wait until the room is opened. */
export function withChanges(held: RoomStretch, { messages, folds, info = null }: Omit<Rows, "rev">): RoomStretch {
  const gone = laterGone({ gone_seq: held.gone_seq ?? 0, gone_rev: held.gone_rev ?? 0 }, info);
  const standing = stillThere(held.messages, held, gone);
  const changed = new Map(messages.map((row) => [row.id, row]));
  const changedFolds = new Map(folds.map((row) => [row.id, row]));
  const newer = <T extends { id: number; rev: number }>(row: T, by: Map<number, T>) => {
    const other = by.get(row.id);
    return other && other.rev > row.rev ? other : row;
  };
  return {
    ...held,
    ...gone,
    messages: standing.map((row) => newer(row, changed)),
    folds: held.folds.map((row) => newer(row, changedFolds)),
    before: held.before || standing.length < held.messages.length,
  };
}

/** Everything that changed since `held.rev`: the stretch reaches the present again. */
export function caughtUp(held: RoomStretch, rows: Rows & { seq: number }): RoomStretch {
  if (rows.more) return withChanges(held, rows);
  const known = new Set(held.messages.map((row) => row.id));
  const last = held.messages[held.messages.length - 1]?.seq ?? 0;
  const added = rows.messages.filter((row) => !known.has(row.id) && row.seq > last).sort((a, b) => a.seq - b.seq);
  const { messages, folds, before, gone_seq, gone_rev } = withChanges(held, rows);
  const newFolds = rows.folds.filter((fold) => !held.folds.some((one) => one.id === fold.id));
  const all = [...messages, ...added];
  return { rev: rows.rev, seq: rows.seq, gone_seq, gone_rev, messages: all.slice(-LAST), folds: [...folds, ...newFolds], before: before || all.length > LAST, after: false };
}
