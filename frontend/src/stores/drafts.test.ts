import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community } from "@/api/shapes";
import { ben } from "@/sync/fixtures";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useDrafts } from "./drafts";

let saved: { method: string; url: string; body: unknown }[];
let says: (frame: unknown) => void;

class FakeWebSocket {
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor() {
    says = (frame) => this.onmessage?.({ data: JSON.stringify(frame) });
  }
  send() {}
  close() {}
}

const news = (body: string, updated_at: string) =>
  says({ on: "draft.saved", topic: "member.2", draft: { place: "room:5", body, data: {}, updated_at } });

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date("2026-11-21T08:00:00Z") });
  setActivePinia(createPinia());
  localStorage.clear();
  saved = [];
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method: string; body?: string }) => {
    if (method === "GET") return new Response(JSON.stringify({ results: [], next: null }));
    const sent = body ? JSON.parse(body) : {};
    saved.push({ method, url, body: sent });
    return new Response(JSON.stringify({ place: "room:5", updated_at: "2026-11-21T08:00:02Z", ...sent }));
  });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  useConnection().start();
  await useDrafts().load("lake");
});
afterEach(() => {
  useConnection().stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("words are kept here with every key and saved once when the keys rest", async () => {
  const drafts = useDrafts();
  for (const body of ["h", "he", "hello"]) drafts.write("room:5", body);
  expect(drafts.text("room:5")).toBe("hello");
  await vi.advanceTimersByTimeAsync(1_200);
  expect(saved).toEqual([
    { method: "PUT", url: "/api/v1/communities/lake/drafts/room:5/", body: { body: "hello", data: {} } },
  ]);
});

test("what is sent is no draft any more, on the server too", async () => {
  const drafts = useDrafts();
  drafts.write("room:5", "hello");
  drafts.drop("room:5");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(saved.map((one) => one.method)).toEqual(["DELETE"]);
  expect(drafts.text("room:5")).toBe("");
});

test("later words of another device show; earlier ones, and those while typing, do not", async () => {
  const drafts = useDrafts();
  drafts.write("room:5", "here");
  news("there", "2026-11-21T09:00:00Z");
  expect(drafts.text("room:5")).toBe("here");
  await vi.advanceTimersByTimeAsync(1_200);
  news("stale", "2026-11-21T07:00:00Z");
  expect(drafts.text("room:5")).toBe("here");
  news("there", "2026-11-21T09:00:00Z");
  expect(drafts.text("room:5")).toBe("there");
});

test("who signs out leaves no words behind", () => {
  const drafts = useDrafts();
  drafts.write("room:5", "secret");
  drafts.forgetAll();
  expect(drafts.text("room:5")).toBe("");
  expect(localStorage.length).toBe(0);
});
