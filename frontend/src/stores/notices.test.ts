import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Notice } from "@/api/shapes";
import { ada } from "@/sync/fixtures";

import { useConnection } from "./connection";
import { useNotices } from "./notices";

const notice = (id: number, read = false): Notice => ({
  id, kind: "mention", actor: ada, excerpt: `words ${id}`, place: "room.5", number: id, data: {}, created_at: "2026-11-21T08:00:00Z", read,
});
const page = (results: Notice[], unread: number, next: string | null = null) => ({ results, next, unread });

let says: (frame: unknown) => void;
let opens: () => void;
/** What answers the requests under way, in the order in which they were made. */
let waiting: ((body: unknown, status?: number) => void)[];

class FakeWebSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor() {
    opens = () => this.onopen?.();
    says = (frame) => this.onmessage?.({ data: JSON.stringify(frame) });
  }
  send() {}
  close() {}
}

const added = (one: Notice, unread: number) => says({ on: "notice.added", topic: "me.2", notice: one, unread });
const shown = () => useNotices().list.map(({ id, read }) => [id, read]);

beforeEach(() => {
  setActivePinia(createPinia());
  waiting = [];
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", () => new Promise((answered) => {
    waiting.push((body, status = 200) => answered(new Response(JSON.stringify(body), { status })));
  }));
  useConnection().start();
});
afterEach(() => {
  useConnection().stop();
  vi.unstubAllGlobals();
});

test("a notice that comes while the page is under way stays, whatever the page knew of it", async () => {
  const loaded = useNotices().load("lake");
  added(notice(2), 2);
  waiting[0]!(page([notice(1)], 1));
  await loaded;
  expect(shown()).toEqual([[2, false], [1, false]]);
  expect(useNotices().unread).toBe(2);
});

test("a notice that both the page and the wire bring stands once", async () => {
  const loaded = useNotices().load("lake");
  added(notice(2), 2);
  waiting[0]!(page([notice(2), notice(1)], 2));
  await loaded;
  expect(shown()).toEqual([[2, false], [1, false]]);
});

test("what was read while the page was under way is not unread again", async () => {
  const loaded = useNotices().load("lake");
  added(notice(2), 2);
  says({ on: "notices.read", topic: "me.2", ids: [1, 2], unread: 0 });
  waiting[0]!(page([notice(1)], 1));
  await loaded;
  expect(shown()).toEqual([[2, true], [1, true]]);
  expect(useNotices().unread).toBe(0);
});

test("of what waits in a direct room one line stands, the latest", () => {
  useNotices();
  const direct = (id: number, place: string, read = false) => ({ ...notice(id, read), kind: "direct" as const, place });
  added(direct(1, "room:5", true), 0);
  for (const [id, place] of [[2, "room:5"], [3, "room:7"], [4, "room:5"]] as const) added(direct(id, place), 2);
  expect(shown()).toEqual([[4, false], [3, false], [1, true]]);
});

test("what is gone does not stay on the list, and what was read does", () => {
  useNotices();
  for (const id of [1, 2]) added(notice(id), id);
  says({ on: "notices.read", topic: "me.2", ids: [1], unread: 1, gone: true });
  says({ on: "notices.read", topic: "me.2", ids: [2], unread: 0, gone: false });
  expect(shown()).toEqual([[2, true]]);
});

test("an older answer that comes late does not undo a newer one", async () => {
  void useNotices().load("lake");
  opens();
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting[1]!(page([notice(2), notice(1)], 2));
  await vi.waitFor(() => expect(useNotices().loading).toBe(false));
  waiting[0]!(page([], 0));
  await new Promise((done) => setTimeout(done));
  expect(shown()).toEqual([[2, false], [1, false]]);
  expect(useNotices().unread).toBe(2);
});

test("after an error the list is tried again from where it stopped", async () => {
  const notices = useNotices();
  const loaded = notices.load("lake");
  waiting[0]!({ code: "server.away", message: "", data: {} }, 503);
  await loaded;
  expect(notices.error?.code).toBe("server.away");
  const again = notices.retry();
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting[1]!(page([notice(1)], 1));
  await again;
  expect(notices.error).toBe(null);
  expect(shown()).toEqual([[1, false]]);
});
