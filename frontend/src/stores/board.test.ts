import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community, Post, Thread } from "@/api/shapes";
import { ada, ben, post } from "@/sync/fixtures";

import { useBoard } from "./board";
import { useCommunities } from "./communities";
import { useConnection } from "./connection";

const thread = (id: number, more: Partial<Thread> = {}): Thread => ({
  id, community: 1, category: 4, title: `Thread ${id}`, author: ada, created_at: "2026-11-21T08:00:00Z", seq: 2, rev: 2, replies: 1,
  score: 0, last_at: "2026-11-21T08:00:00Z", last_by: null, tags: [], locked: false, pinned: false, removed: null, origin: null, into: null, acts: 0, kind: "discussion", status: null, revision: 1, answer: null,
  excerpt: "", mine: { level: "normal", read_seq: 1, unread: 1 }, can: [], ...more,
});

let posts: Post[];
let threads: Thread[];
let answers: Record<string, (body: Record<string, unknown>) => { status?: number; body: unknown }>;
let says: (frame: unknown) => void;
const refusal = { status: 403, body: { code: "thread.locked", message: "", data: {} } };

class FakeWebSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor() {
    says = (frame) => this.onmessage?.({ data: JSON.stringify(frame) });
  }
  send() {}
  close() {}
}

beforeEach(async () => {
  setActivePinia(createPinia());
  posts = [post(1, "01"), post(2, "01.01")];
  threads = [thread(3), thread(4)];
  answers = {
    "GET categories": () => ({ body: { results: [], next: null } }),
    "GET tags": () => ({ body: { results: [], next: null } }),
    "GET communities/lake/threads": () => ({ body: { results: threads, next: null } }),
    "GET threads/3": () => ({ body: threads[0] }),
    "GET threads/3/posts": () => ({ body: { rev: 2, seq: 2, posts, next: null, before: false, moved: null } }),
    "PUT threads/3/read": () => ({ body: { level: "normal", read_seq: 2, unread: 0 } }),
  };
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    const path = url.replace("/api/v1/", "").replace(/\/(\?.*)?$/, "");
    const found = answers[`${method} ${path}`] ?? answers[`${method} ${path.split("/").pop()}`];
    const answer = found?.(body ? JSON.parse(String(body)) : {}) ?? { status: 404, body: { code: "not_found", data: {} } };
    return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
  });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  useConnection().start();
  await useBoard().load("lake");
  await useBoard().show();
});
afterEach(() => {
  useConnection().stop();
  vi.unstubAllGlobals();
});

test("a thread that changes is refreshed in its place; one that is not listed is only announced", async () => {
  const board = useBoard();
  threads[0] = thread(3, { replies: 9 });
  says({ on: "board.changed", topic: "board.1", why: "posted", category: 4, thread: 3 });
  says({ on: "board.changed", topic: "board.1", why: "posted", category: 4, thread: 77 });
  await vi.waitFor(() => expect(board.list[0]?.replies).toBe(9));
  expect(board.list.map((one) => one.id)).toEqual([3, 4]);
  expect([...board.news]).toEqual([77]);
});

test("a thread that is no longer for this reader leaves the list", async () => {
  const board = useBoard();
  says({ on: "board.changed", topic: "board.1", why: "hidden", category: 4, thread: 4 });
  await vi.waitFor(() => expect(board.list.map((one) => one.id)).toEqual([3]));
});

test("an open thread shows live replies and what was new when it was opened", async () => {
  const board = useBoard();
  await board.open(3);
  expect(board.view(3).readSeq).toBe(1);
  const info = thread(3, { rev: 3, seq: 3, replies: 2 });
  says({ on: "thread.changed", whole: true, topic: "thread.3", why: "posted", thread: 3, seq: 3, rev: 3, gone: [], posts: [post(3, "02")], info });
  expect(board.view(3).snapshot.posts.map((one) => one.path)).toEqual(["01", "01.01", "02"]);
  expect(board.threads.get(3)?.replies).toBe(2);
  await board.markRead(3, 2);
  expect(board.threads.get(3)?.mine.unread).toBe(0);
  expect(board.view(3).readSeq).toBe(1);
});

test("a refused lock springs back and says why", async () => {
  const board = useBoard();
  answers["PUT threads/3/lock"] = () => refusal;
  const done = board.lock(3, true);
  expect(board.threads.get(3)?.locked).toBe(true);
  await done;
  expect(board.threads.get(3)?.locked).toBe(false);
  expect(board.faults.get(-3)).toMatchObject({ code: "thread.locked" });
});

test("a reply keeps its client id over retries and shows once", async () => {
  const board = useBoard();
  await board.open(3);
  const ids: unknown[] = [];
  answers["POST threads/3/posts"] = ({ client_id }) => {
    ids.push(client_id);
    return ids.length === 1 ? { status: 503, body: {} } : { body: post(3, "02", { client_id: String(client_id) }) };
  };
  await expect(board.reply(3, "hello", null, "same")).rejects.toMatchObject({ code: "server" });
  await board.reply(3, "hello", null, "same");
  expect(ids).toEqual(["same", "same"]);
  expect(board.view(3).snapshot.posts.filter((one) => one.client_id === "same")).toHaveLength(1);
});

/** Holds the answers to a question back until they are let go, in whatever order. */
function holdBack(question: string) {
  const waiting: ((answer: { status?: number; body: unknown }) => void)[] = [];
  const others = globalThis.fetch;
  vi.stubGlobal("fetch", (url: string, options: RequestInit) => {
    if (`${options.method} ${url.replace("/api/v1/", "").replace(/\/(\?.*)?$/, "")}` !== question) return others(url, options);
    return new Promise((answered) => {
      waiting.push(({ status = 200, body }) => answered(new Response(JSON.stringify(body), { status })));
    });
  });
  return waiting;
}

const LIST = "GET communities/lake/threads";
const listed = (...found: Thread[]) => ({ body: { results: found, next: null } });

test("an older answer about a thread that comes late does not undo a newer one", async () => {
  const board = useBoard();
  const waiting = holdBack("GET threads/3");
  const [first, second] = [board.refresh(3), board.refresh(3)];
  waiting[1]!({ body: thread(3, { rev: 9, replies: 9 }) });
  await second;
  waiting[0]!({ body: thread(3, { rev: 8, replies: 8 }) });
  await first;
  expect(board.threads.get(3)).toMatchObject({ rev: 9, replies: 9 });
});

test("what was read, begun and removed while the list is under way is not undone by it", async () => {
  const board = useBoard();
  answers["POST communities/lake/threads"] = () => ({ body: thread(5) });
  answers["DELETE threads/4"] = () => ({ body: {} });
  const waiting = holdBack(LIST);
  const shown = board.show();
  await board.markRead(3, 2);
  await board.create({ category: 4, title: "Begun", body: "now", tags: [] });
  await board.remove(4);
  waiting[0]!(listed(thread(3), thread(4)));
  await shown;
  expect(board.list.map((one) => one.id)).toEqual([5, 3]);
  expect(board.threads.get(3)?.mine).toMatchObject({ read_seq: 2, unread: 0 });
});

test("a refused change does not take away what others changed meanwhile", async () => {
  const board = useBoard();
  const waiting = holdBack("PUT threads/3/pin");
  const done = board.pin(3, true);
  threads[0] = thread(3, { rev: 7, title: "Renamed", pinned: false });
  await board.refresh(3);
  waiting[0]!(refusal);
  await done;
  expect(board.threads.get(3)).toMatchObject({ rev: 7, title: "Renamed", pinned: false });
});

test("a list that comes after its community was left is of no use", async () => {
  const board = useBoard();
  const waiting = holdBack(LIST);
  const shown = board.show();
  board.reset("hill");
  waiting[0]!(listed(thread(3)));
  await shown;
  expect(board.list).toEqual([]);
  expect(board.loading).toBe(false);
});

test("after an error the page that did not come is asked for again, and the categories that did not", async () => {
  const board = useBoard();
  board.reset("lake");
  answers["GET categories"] = () => ({ body: { results: [{ id: 4, position: 0 }], next: null } });
  answers[LIST] = () => refusal;
  await board.show();
  expect(board.error?.code).toBe("thread.locked");
  answers[LIST] = () => listed(thread(3));
  await board.retry();
  expect(board.error).toBe(null);
  expect(board.list.map((one) => one.id)).toEqual([3]);
  await vi.waitFor(() => expect(board.categories).toHaveLength(1));
});

test("another filter that failed is tried again from its start", async () => {
  const board = useBoard();
  answers[LIST] = () => ({ body: { results: threads, next: "3" } });
  await board.show();
  answers[LIST] = () => refusal;
  await board.show({ tag: "tools" });
  const waiting = holdBack(LIST);
  const again = board.retry();
  waiting[0]!(listed(thread(4)));
  await again;
  expect(board.list.map((one) => one.id)).toEqual([4]);
});

test("a thread whose start cannot be fetched says so", async () => {
  const board = useBoard();
  await board.open(3);
  answers["GET threads/3/posts"] = () => refusal;
  await board.showFromStart(3);
  expect(board.view(3).error?.code).toBe("thread.locked");
});
