// @vitest-environment node
import { expect, test } from "vitest";

import type { Room } from "@/api/shapes";

import { nextUnread } from "./nextUnread";

const room = (id: number, unread: number, more: Record<string, unknown> = {}, mine: Record<string, unknown> = {}) =>
  ({ id, kind: "open", archived: false, mine: { unread, mentions: 0, level: "all", read_seq: 0, ...mine }, ...more }) as unknown as Room;

test("a call goes before a direct message, that before the talk of a room", () => {
  const rooms = [room(1, 5), room(2, 1, { kind: "direct" }), room(3, 2, {}, { mentions: 1 })];
  expect(nextUnread(rooms, null)?.id).toBe(3);
  expect(nextUnread(rooms.slice(0, 2), null)?.id).toBe(2);
});

test("neither the room at hand nor a silenced one is next, and with nothing unread there is none", () => {
  expect(nextUnread([room(1, 5), room(2, 5, {}, { level: "nothing" }), room(3, 0)], 1)).toBeUndefined();
});
