import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community } from "@/api/shapes";
import { ben } from "@/sync/fixtures";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useSavedThings } from "./savedThings";

let asked: string[];
let listed: () => Promise<string[]>;
let refused: boolean;
let says: (frame: unknown) => void;
let opens: () => void;

class FakeWebSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor() {
    says = (frame) => this.onmessage?.({ data: JSON.stringify(frame) });
    opens = () => this.onopen?.();
  }
  send() {}
  close() {}
}

const told = (key: string, saved: boolean) => says({ on: "saved.changed", topic: "member.2", key, saved });

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  refused = false;
  listed = async () => ["message:5"];
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", async (url: string, { method }: { method: string }) => {
    asked.push(`${method} ${url.split("/saved/")[1]}`);
    if (method === "GET") return new Response(JSON.stringify({ keys: await listed() }));
    return refused ? new Response(JSON.stringify({ code: "saving.too_many", data: { limit: 2 } }), { status: 403 }) : new Response("{}");
  });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  useConnection().start();
});
afterEach(() => {
  useConnection().stop();
  vi.unstubAllGlobals();
});

test("what was saved is asked for once, by the first menu that opens", async () => {
  const saved = useSavedThings();
  await Promise.all([saved.learn(), saved.learn()]);
  await saved.learn();
  expect([...saved.keys]).toEqual(["message:5"]);
  expect(asked).toEqual(["GET keys/"]);
});

test("saving shows at once and goes back when the server says no", async () => {
  const saved = useSavedThings();
  refused = true;
  const sent = saved.set("post", 7, true);
  expect(saved.keys.has("post:7")).toBe(true);
  await expect(sent).rejects.toMatchObject({ code: "saving.too_many" });
  expect(saved.keys.has("post:7")).toBe(false);
});

test("of several wishes in a row the last one reaches the server last", async () => {
  const saved = useSavedThings();
  await Promise.all([saved.set("thread", 3, true), saved.set("thread", 3, false), saved.set("thread", 3, true)]);
  expect(asked).toEqual(["PUT thread/3/", "DELETE thread/3/", "PUT thread/3/"]);
  expect(saved.keys.has("thread:3")).toBe(true);
});

test("what another device does while the list is on its way is not lost in an older answer", async () => {
  const saved = useSavedThings();
  let answer: (keys: string[]) => void = () => {};
  listed = () => new Promise((resolve) => (answer = resolve));
  const learnt = saved.learn();
  told("message:5", false);
  told("thread:9", true);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  answer(["message:5", "post:1"]);
  await learnt;
  expect([...saved.keys].sort()).toEqual(["post:1", "thread:9"]);
});

test("after the line was away the next menu asks again, and what is gone meanwhile goes", async () => {
  const saved = useSavedThings();
  await saved.learn();
  opens();
  listed = async () => ["message:6"];
  await saved.learn();
  expect([...saved.keys]).toEqual(["message:6"]);
});

test("what could not be fetched is asked for again", async () => {
  const saved = useSavedThings();
  listed = () => Promise.reject(new Error("away"));
  await saved.learn();
  listed = async () => ["message:5"];
  await saved.learn();
  expect([...saved.keys]).toEqual(["message:5"]);
});
