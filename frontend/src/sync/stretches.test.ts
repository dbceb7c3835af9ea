import { describe, expect, test } from "vitest";

import { fold, message, post } from "./fixtures";
import { EMPTY_ROOM } from "./RoomLog";
import { caughtUp, endOf, LAST, type RoomStretch, startOf, withChanges, withPosts } from "./stretches";
import { EMPTY_THREAD } from "./ThreadLog";

const held = (): RoomStretch => ({ rev: 3, seq: 3, gone_seq: 0, gone_rev: 0, messages: [message(1), message(2), message(3)], folds: [], before: false, after: false });
const recalled = message(2, { rev: 4, removed: "recalled", body: "" });

describe("what is kept of a room", () => {
  test("the past on the screen is not kept as the present", () => {
    expect(endOf({ ...EMPTY_ROOM, loaded: true, after: true, messages: [message(1)] })).toBeNull();
  });

  test("the last hundred, and that there is more above", () => {
    const messages = Array.from({ length: LAST + 5 }, (_, at) => message(at + 1));
    const end = endOf({ ...EMPTY_ROOM, loaded: true, messages, rev: 105, seq: 105 })!;
    expect(end.messages.map((row) => row.seq)).toEqual(messages.slice(5).map((row) => row.seq));
    expect(end.before).toBe(true);
  });

  test("recalled words are gone, and an older row does not bring them back", () => {
    const after = withChanges(held(), { messages: [recalled], folds: [] });
    expect(after.messages[1]).toEqual(recalled);
    expect(withChanges(after, { messages: [message(2)], folds: [] }).messages[1]?.body).toBe("");
    expect(after.rev).toBe(3);
  });

  test("everything since then brings it to the present", () => {
    const now = caughtUp(held(), { rev: 6, seq: 4, messages: [recalled, message(4, { rev: 5 })], folds: [fold(1, 1, { rev: 6 })], more: false });
    expect(now.messages.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
    expect(now.messages[1]?.removed).toBe("recalled");
    expect([now.rev, now.seq, now.folds.length]).toEqual([6, 4, 1]);
  });

  test("what the room let go of is gone from the copy, whether it was followed or missed", () => {
    const info = { gone_seq: 2, gone_rev: 5 };
    expect(withChanges(held(), { messages: [], folds: [], info }).messages.map((row) => row.seq)).toEqual([3]);
    const now = caughtUp(held(), { rev: 6, seq: 4, messages: [message(4, { rev: 6 })], folds: [], info, more: false });
    expect(now.messages.map((row) => row.seq)).toEqual([3, 4]);
    expect([now.before, now.gone_seq, now.gone_rev]).toEqual([true, 2, 5]);
    expect(withChanges(now, { messages: [], folds: [], info }).messages).toHaveLength(2);
  });

  test("a part of what changed leaves the number where it was, so that the rest is asked for", () => {
    const now = caughtUp(held(), { rev: 900, seq: 700, messages: [recalled, message(4, { rev: 5 })], folds: [], more: true });
    expect(now.messages.map((row) => row.body)).toEqual(["words 1", "", "words 3"]);
    expect(now.rev).toBe(3);
  });
});

test("a thread is kept from its start, and goes on where the kept part ends", () => {
  const posts = Array.from({ length: LAST + 1 }, (_, at) => post(at + 1, String(at + 1).padStart(4, "0")));
  const kept = startOf({ ...EMPTY_THREAD, loaded: true, posts })!;
  expect(kept.posts).toHaveLength(LAST);
  expect(kept.next).toBe(posts[LAST - 1]?.path);
  expect(startOf({ ...EMPTY_THREAD, loaded: true, before: true, posts })).toBeNull();
});

describe("what is kept of a thread follows", () => {
  const kept = () => startOf({ ...EMPTY_THREAD, loaded: true, posts: [post(1, "0001"), post(2, "0002")], next: "0002" })!;

  test("words that were taken back are gone, and stay gone", () => {
    const after = withPosts(kept(), [post(2, "0002", { rev: 9, removed: "deleted", body: "" })]);
    expect(withPosts(after, [post(2, "0002")]).posts.map((row) => row.body)).toEqual(["post 1", ""]);
  });

  test("a reply stands in its place; what comes after the kept part waits", () => {
    const after = withPosts(kept(), [post(3, "0001.0003"), post(4, "0004")]);
    expect(after.posts.map((row) => row.path)).toEqual(["0001", "0001.0003", "0002"]);
  });
});
