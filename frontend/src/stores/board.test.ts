import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community, Post, Thread } from "@/api/shapes";
import { ada, ben, post } from "@/sync/fixtures";

import { useBoard } from "./board";
import { useCommunities } from "./communities";
import { useConnection } from "./connection";

const thread = (id: number, more: Partial<Thread> = {}): Thread => ({
  id, community: 1, category: 4, title: `Thread ${id}`, author: ada, created_at: "2026-11-21T08:00:00Z", seq: 2, rev: 2, replies: 1,
  score: 0, last_at: "2026-11-21T08:00:00Z", last_by: null, tags: [], locked: false, pinned: false, removed: null, origin: null,
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
    "GET threads/3/posts": () => ({ body: { rev: 2, seq: 2, posts, next: null, before: false } }),
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
  says({ on: "thread.changed", whole: true, topic: "thread.3", why: "posted", thread: 3, seq: 3, rev: 3, posts: [post(3, "02")], info });
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
