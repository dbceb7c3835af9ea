import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";

import type { Changes, Room, RoomInfo } from "@/api/shapes";
import { LocalCopy } from "@/sync/LocalCopy";
import { message } from "@/sync/fixtures";
import { LAST, type RoomStretch } from "@/sync/stretches";

import { roomCopies } from "./roomCopies";

let local: LocalCopy;
let open: Set<number>;
let asked: string[];

const end = (rev: number): RoomStretch => ({ rev, seq: rev, gone_seq: 0, gone_rev: 0, messages: [message(1), message(2)], folds: [], before: false, after: false });
const recalled = { messages: [message(2, { rev: 9, removed: "recalled", body: "" })], folds: [] };
const changes = (more: Partial<Changes>): Changes => ({ rev: 9, seq: 2, ...recalled, info: {} as RoomInfo, more: false, ...more });
const listed = (revs: Record<number, number>) => new Map(Object.entries(revs).map(([id, rev]) => [Number(id), { id: Number(id), rev } as Room]));
const bodies = async (room: number) => (await local.read<RoomStretch>("room", room))?.messages.map((row) => row.body);

async function learned() {
  const copies = {
    keep: () => {},
    change: <T extends object>(kind: "room", id: string | number, how: (held: T) => T) => local.change<T>(kind, id, (held) => held && how(held)),
    read: <T>(kind: "room", id: string | number = "") => local.read<T>(kind, id),
    write: (kind: "room", id: string | number, value: object) => local.write(kind, id, value),
    drop: (kind: "room", id: string | number) => local.drop(kind, id),
    sheets: (kind: "room") => local.sheets(kind),
  };
  const ends = roomCopies(copies as Parameters<typeof roomCopies>[0], (id) => open.has(id));
  await ends.learn();
  return ends;
}

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  open = new Set();
  asked = [];
  let at = 0;
  local = new LocalCopy(undefined, () => ++at);
  await local.claim("ada");
  await local.write("room", 5, end(2));
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return new Response(JSON.stringify({ ...end(40), messages: [message(40)] }));
  });
});

test("words that are recalled while their room is off the screen are gone here too", async () => {
  const ends = await learned();
  ends.hear(5, "recalled", recalled);
  await vi.waitFor(async () => expect(await bodies(5)).toEqual(["words 1", ""]));
});

test("what a room lets go of while it is off the screen is gone here too", async () => {
  const ends = await learned();
  ends.hear(5, "expired", { messages: [], folds: [], info: { gone_seq: 1, gone_rev: 3 } as RoomInfo });
  await vi.waitFor(async () => expect(await bodies(5)).toEqual(["words 2"]));
});

test("and those that were recalled while the connection was away", async () => {
  const ends = await learned();
  expect(ends.held(5)).toBe(2);
  ends.missed(5, changes({}));
  await vi.waitFor(async () => expect(await bodies(5)).toEqual(["words 1", ""]));
  expect(ends.held(5)).toBe(9);
});

test("the screen keeps its own room; nobody asks for it twice", async () => {
  const ends = await learned();
  open.add(5);
  expect(ends.held(5)).toBeUndefined();
  await ends.settle(listed({ 5: 40 }), []);
  expect(asked).toEqual([]);
});

test("a room that is no longer mine is dropped", async () => {
  const ends = await learned();
  await ends.settle(listed({}), [5]);
  await vi.waitFor(async () => expect(await bodies(5)).toBeUndefined());
});

test("what fell too far behind is fetched again, the last read ones only", async () => {
  for (let id = 10; id < 25; id += 1) await local.write("room", id, end(2));
  const ends = await learned();
  await ends.settle(listed(Object.fromEntries([5, ...Array.from({ length: 15 }, (_, at) => at + 10)].map((id) => [id, 40]))), []);
  expect(asked).toHaveLength(10);
  expect(asked[0]).toBe(`/api/v1/rooms/24/messages/?limit=${LAST}`);
  expect(await bodies(24)).toEqual(["words 40"]);
  await vi.waitFor(async () => expect(await bodies(5)).toBeUndefined());
});

test("words that are recalled while their room is fetched again are gone from what is kept of it", async () => {
  const ends = await learned();
  const answers: (() => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise((answered) => answers.push(() => answered(new Response(JSON.stringify(end(8)))))));
  const settled = ends.settle(listed({ 5: 8 }), []);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  ends.hear(5, "recalled", recalled);
  answers[0]!();
  await settled;
  expect(await bodies(5)).toEqual(["words 1", ""]);
});
