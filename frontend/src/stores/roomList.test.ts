// @vitest-environment node
import { expect, test } from "vitest";

import type { RoomChanged } from "@/api/frames";
import type { Message, Room } from "@/api/shapes";
import { ben, message } from "@/sync/fixtures";

import { advance, byActivity } from "./roomList";

const room: Room = {
  id: 5, community: 1, kind: "open", name: "River", topic: "", seq: 10, rev: 20, people: 3, archived: false, load: "calm", slow: 0,
  terms: null, keeps_days: null, gone_seq: 0, gone_rev: 0, peer: null,
  last: { seq: 10, author: "Ada", excerpt: "before", at: "2026-11-21T08:00:00Z" },
  mine: { read_seq: 10, unread: 0, mentions: 0, level: "all" }, can: [],
};
const changed = (messages: Message[], seq = 10 + messages.length): RoomChanged => ({
  on: "room.changed", whole: true, topic: "room.5", why: "posted", room: 5, seq, rev: 20 + messages.length, messages, folds: [], info: null,
});

test("a new message of somebody else is unread, and a call counts as a mention", () => {
  const after = advance(room, changed([message(11, { mentions: [ben.id] }), message(12, { mention_all: true })]), ben.id);
  expect(after.mine).toMatchObject({ read_seq: 10, unread: 2, mentions: 2 });
  expect(after.last).toMatchObject({ seq: 12, author: "Ada", excerpt: "words 12" });
});

test("who had read everything has read their own words too", () => {
  const after = advance(room, changed([message(12, { author: ben }), message(11, { author: ben })], 12), ben.id);
  expect(after.mine).toMatchObject({ read_seq: 12, unread: 0, mentions: 0 });
});

test("speaking up skips nothing that is still unread", () => {
  const behind = { ...room, mine: { ...room.mine!, read_seq: 7, unread: 3, mentions: 1 } };
  const after = advance(behind, changed([message(11, { author: ben })], 11), ben.id);
  expect(after.mine).toMatchObject({ read_seq: 7, unread: 4, mentions: 1 });
});

test("an old row that changed is neither unread nor the last word", () => {
  const after = advance(room, changed([message(4, { mentions: [ben.id] })], 10), ben.id);
  expect(after.mine).toMatchObject({ unread: 0, mentions: 0 });
  expect(after.last?.seq).toBe(10);
});

test("the last words of a room are not shown once they were recalled", () => {
  const after = advance(room, changed([message(10, { removed: "recalled", body: "" })], 10), ben.id);
  expect(after.last).toMatchObject({ seq: 10, excerpt: "" });
});

test("rooms are listed by their last words, silent ones by name at the end", () => {
  const at = (id: number, name: string, time: string | null): Room => ({
    ...room, id, name, last: time ? { ...room.last!, at: time } : null,
  });
  const sorted = [at(1, "b", null), at(2, "c", "2026-01-01"), at(3, "a", null), at(4, "d", "2026-02-01")].sort(byActivity);
  expect(sorted.map((one) => one.id)).toEqual([4, 2, 3, 1]);
});

test("what the room let go of is unread no more, and no last words", () => {
  const behind = { ...room, mine: { ...room.mine!, read_seq: 2, unread: 8, mentions: 0 } };
  const gone = { ...changed([], 10), why: "expired" as const, rev: 21, info: { ...room, rev: 21, gone_seq: 6, gone_rev: 21 } };
  const after = advance(behind, gone, ben.id);
  expect(after.mine).toMatchObject({ read_seq: 6, unread: 4 });
  expect(after.last?.excerpt).toBe("before");
  expect(advance(behind, { ...gone, info: { ...gone.info, gone_seq: 10 } }, ben.id).last?.excerpt).toBe("");
});
