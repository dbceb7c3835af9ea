import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community } from "@/api/shapes";
import { ben, fold, message } from "@/sync/fixtures";

let told: unknown[];
let says: (frame: unknown) => void;

class FakeWebSocket {
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor() {
    says = (frame) => this.onmessage?.({ data: JSON.stringify(frame) });
  }
  send() {}
  close() {}
}

const changed = (why: string, more: object) =>
  says({ on: "room.changed", topic: "room.5", room: 5, why, rev: 9, seq: 9, messages: [], folds: [], members: [], gone: [], info: null, ...more });

/** Whether the page stands in a frame is known when its modules are read. */
async function framed() {
  vi.resetModules();
  window.history.replaceState(null, "", "/embed/c/lake");
  vi.stubGlobal("parent", { postMessage: (word: unknown) => void told.push(word) });
  const { setActivePinia: activate, createPinia: create } = await import("pinia");
  activate(create());
  const { useCommunities } = await import("./communities");
  const { useConnection } = await import("./connection");
  const { useHost } = await import("./host");
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  useConnection().start();
  useHost().report();
  return { host: useHost(), connection: useConnection() };
}
let end: () => void;

beforeEach(() => {
  told = [];
  localStorage.clear();
  setActivePinia(createPinia());
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ results: [], next: null })));
});
afterEach(() => {
  end();
  vi.unstubAllGlobals();
  window.history.replaceState(null, "", "/");
});

test("the page around it is told who is in, what was promoted, and which thread was opened", async () => {
  const { host, connection } = await framed();
  end = () => connection.stop();
  expect(told).toEqual([{ oxbow: 1, on: "ready", signedIn: false }]);
  told = [];
  changed("promoted", { folds: [fold(9, 1, { thread: 3, title: "Where to meet" })] });
  host.opened(3);
  const url = `${location.origin}/c/lake/t/3`;
  expect(told).toEqual([
    { oxbow: 1, on: "promoted", room: 5, thread: 3, title: "Where to meet", url },
    { oxbow: 1, on: "thread", thread: 3, url },
  ]);
});

test("a card that only changes is no promotion, and words are told to nobody", async () => {
  const { connection } = await framed();
  end = () => connection.stop();
  told = [];
  changed("replied", { folds: [fold(9, 1, { thread: 3 })], messages: [message(4)] });
  changed("promoted", { folds: [fold(9, 1, { thread: null })] });
  expect(told).toEqual([]);
});

test("the meter's word is passed on when it changes", async () => {
  const { connection } = await framed();
  end = () => connection.stop();
  told = [];
  for (const state of ["busy", "busy", "calm"]) says({ on: "room.load", topic: "room.5", room: 5, state, offers: [] });
  expect(told).toEqual(["busy", "calm"].map((load) => ({ oxbow: 1, on: "load", room: 5, load })));
});

test("how full a room is becomes known with the event that says it", async () => {
  const { connection } = await framed();
  end = () => connection.stop();
  told = [];
  changed("renamed", { info: { load: "busy", slow: 0, gone_seq: 0, gone_rev: 0 } });
  expect(told).toEqual([{ oxbow: 1, on: "load", room: 5, load: "busy" }]);
});
