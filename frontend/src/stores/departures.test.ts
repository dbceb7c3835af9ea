import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nextTick } from "vue";

import type { Community } from "@/api/shapes";
import { ben, post } from "@/sync/fixtures";

import { useBoard } from "./board";
import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useDepartures } from "./departures";
import { useDrafts } from "./drafts";
import { useTrays } from "./trays";

const PLACE = "thread:3";
const shelved = () => Object.keys(localStorage).filter((key) => key.startsWith("oxbow.departure."));
const form = { client_id: "c1", place: PLACE, tray: PLACE, files: [] as number[], post: { to: "thread" as const, thread: 3, parent: null, body: "Oars" } };
let away: boolean;
let refusal: { status: number; code: string } | null;
let posted: { url: string; body: Record<string, unknown> }[];
let opens: () => void;

class FakeWebSocket {
  onopen: (() => void) | null = null;
  constructor() {
    opens = () => this.onopen?.();
  }
  send() {}
  close() {}
}

function answer(url: string, method: string, body: string | undefined): Response {
  if (method !== "POST" || !/(posts|threads)\/$/.test(url)) return new Response(JSON.stringify({ results: [], next: null, id: 31, kind: "document", name: "a.pdf", size: 5 }));
  posted.push({ url, body: JSON.parse(body ?? "{}") });
  if (away) throw new TypeError("no network");
  return refusal ? new Response(JSON.stringify({ code: refusal.code, data: {} }), { status: refusal.status }) : new Response(JSON.stringify(post(9, "09")));
}

async function freshPage(): Promise<void> {
  setActivePinia(createPinia());
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  useConnection().start();
  await useBoard().load("lake");
}

async function sendOff(): Promise<void> {
  useDrafts().write(PLACE, "Oars");
  useDepartures().sendOff(form);
  await nextTick();
}

beforeEach(async () => {
  // Pages that are gone try nothing again.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  localStorage.clear();
  away = true;
  refusal = null;
  posted = [];
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method?: string; body?: string }) => answer(url, method ?? "GET", body));
  await freshPage();
});
afterEach(() => {
  useConnection().stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what could not be sent goes out once, under its id, as soon as the connection is back", async () => {
  await sendOff();
  away = false;
  opens();
  await vi.waitFor(() => expect(useDepartures().fate?.stands?.id).toBe(209));
  expect(posted.map(({ url, body }) => [url, body.client_id, body.body])).toEqual([["/api/v1/threads/3/posts/", "c1", "Oars"]]);
  expect([useDrafts().text(PLACE), useDepartures().waiting, shelved()]).toEqual(["", [], []]);
  opens();
  await useDepartures().flush();
  expect(posted).toHaveLength(1);
});

test("the next page sends what the last one could not", async () => {
  await sendOff();
  await freshPage();
  away = false;
  await useDepartures().resume();
  expect(posted.at(-1)?.body).toMatchObject({ client_id: "c1", body: "Oars" });
  expect([useDrafts().text(PLACE), shelved()]).toEqual(["", []]);
});

test("while the server is away it waits, and the words stay in their field", async () => {
  await sendOff();
  await useDepartures().flush();
  expect(posted).toHaveLength(1);
  expect([useDepartures().at(PLACE)?.client_id, useDrafts().text(PLACE), shelved().length]).toEqual(["c1", "Oars", 1]);
});

test("whoever takes it back, or writes on, sends nothing", async () => {
  const departures = useDepartures();
  await sendOff();
  departures.takeBack(PLACE);
  await sendOff();
  useDrafts().write(PLACE, "Oars, and a sail");
  await nextTick();
  expect(departures.at(PLACE)).toBeNull();
  away = false;
  await departures.flush();
  expect([posted, shelved(), useDrafts().text(PLACE)]).toEqual([[], [], "Oars, and a sail"]);
});

test("a refusal is said, and the words stay", async () => {
  await sendOff();
  [away, refusal] = [false, { status: 403, code: "thread.locked" }];
  await useDepartures().flush();
  expect([useDepartures().fate?.error?.code, useDepartures().at(PLACE), useDrafts().text(PLACE)]).toEqual(["thread.locked", null, "Oars"]);
});

test("what a moderator reads first is out of the field", async () => {
  await sendOff();
  [away, refusal] = [false, { status: 409, code: "post.held" }];
  await useDepartures().flush();
  expect([useDepartures().fate?.error?.code, useDrafts().text(PLACE)]).toEqual(["post.held", ""]);
});

test("a server in trouble is asked again in a while, without a new connection", async () => {
  [away, refusal] = [false, { status: 503, code: "server.away" }];
  await sendOff();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(posted.length).toBeGreaterThan(0);
  refusal = null;
  await vi.advanceTimersByTimeAsync(30_000);
  expect([useDepartures().waiting, new Set(posted.map(({ body }) => body.client_id))]).toEqual([[], new Set(["c1"])]);
});

test("another tab that sent it, or took it back, is believed", async () => {
  await sendOff();
  const [key] = shelved();
  localStorage.removeItem(key!);
  window.dispatchEvent(new StorageEvent("storage", { key: key! }));
  expect(useDepartures().waiting).toEqual([]);
});

test("whoever sits down here next does not send what somebody else wrote", async () => {
  await sendOff();
  away = false;
  useCommunities().current = { id: 1, slug: "lake", me: { ...ben, id: 8 }, can: [] } as unknown as Community;
  await useDepartures().resume();
  expect([posted, useDepartures().waiting]).toEqual([[], []]);
});

test("a new thread takes its files along, on the next page too", async () => {
  localStorage.setItem("oxbow.tray.2.thread:new", JSON.stringify([{ id: 31, kind: "document", name: "a.pdf", size: 5 }]));
  const data = { title: "Boats", tags: [], kind: "discussion" as const };
  useTrays().recall("thread:new");
  useDrafts().write("category:4", "Oars", data);
  useDepartures().sendOff({ client_id: "c2", place: "category:4", tray: "thread:new", files: [31], post: { to: "board", category: 4, body: "Oars", ...data } });
  await freshPage();
  away = false;
  await useDepartures().resume();
  expect(posted.map(({ url, body }) => [url, body])).toEqual([["/api/v1/communities/lake/threads/", { client_id: "c2", category: 4, body: "Oars", ...data, files: [31] }]]);
  expect([useTrays().items("thread:new"), useDrafts().text("category:4")]).toEqual([[], ""]);
});
