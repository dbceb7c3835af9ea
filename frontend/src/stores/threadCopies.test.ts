import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";

import type { Thread, ThreadInfo } from "@/api/shapes";
import { LocalCopy } from "@/sync/LocalCopy";
import { post } from "@/sync/fixtures";

import { type KeptThread, threadCopies } from "./threadCopies";

const thread = { id: 3, rev: 2, removed: null } as unknown as Thread;
const info = (more: Partial<ThreadInfo> = {}) => ({ id: 3, rev: 9, removed: null, ...more }) as ThreadInfo;
const gone = post(2, "0002", { rev: 9, removed: "recalled", body: "" });

let local: LocalCopy;
let followed: string[];
let answer: object;

async function learned() {
  const copies = {
    keep: () => {},
    change: <T extends object>(kind: "thread", id: string | number, how: (held: T) => T) => local.change<T>(kind, id, (held) => held && how(held)),
    read: <T>(kind: "thread", id: string | number = "") => local.read<T>(kind, id),
    drop: (kind: "thread", id: string | number) => local.drop(kind, id),
    sheets: (kind: "thread") => local.sheets(kind),
  };
  const follow = (topic: string) => (followed.push(topic), () => void followed.splice(followed.indexOf(topic), 1));
  const starts = threadCopies(copies as Parameters<typeof threadCopies>[0], { follow, isOpen: () => false });
  await starts.learn();
  return starts;
}

const bodies = async () => (await local.read<KeptThread>("thread", 3))?.posts.posts.map((row) => row.body);

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  followed = [];
  local = new LocalCopy();
  await local.claim("ada");
  const kept: KeptThread = { rev: 2, thread, posts: { rev: 2, seq: 2, posts: [post(1, "0001"), post(2, "0002")], next: null, before: false } };
  await local.write("thread", 3, kept);
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(answer)));
});

test("what is kept is followed, and words that are taken back go here too", async () => {
  const starts = await learned();
  expect(followed).toEqual(["thread.3"]);
  starts.hear(3, { posts: [gone], gone: [], info: info() });
  await vi.waitFor(async () => expect(await bodies()).toEqual(["post 1", ""]));
  expect(starts.held(3)).toBe(2);
});

test("a thread that was removed is kept no longer, nor followed", async () => {
  (await learned()).hear(3, { posts: [], gone: [], info: info({ removed: "deleted" }) });
  await vi.waitFor(async () => expect(await bodies()).toBeUndefined());
  expect(followed).toEqual([]);
});

test("what changed while the connection was away is asked for once", async () => {
  answer = { rev: 9, seq: 3, posts: [gone, post(3, "0003", { rev: 8 })], info: info(), more: false };
  const starts = await learned();
  await starts.catchUp(3, 9);
  await vi.waitFor(async () => expect(await bodies()).toEqual(["post 1", "", "post 3"]));
  expect(starts.held(3)).toBe(9);
});

test("where too much changed nothing old is left lying about", async () => {
  answer = { rev: 900, seq: 700, posts: [], info: info(), more: true };
  await (await learned()).catchUp(3, 900);
  await vi.waitFor(async () => expect(await bodies()).toBeUndefined());
});
