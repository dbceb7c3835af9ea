import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community } from "@/api/shapes";
import { ben } from "@/sync/fixtures";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useDrafts } from "./drafts";

let saved: { method: string; url: string; body: unknown }[];
let rev: number;
let elsewhere: object | null;
let listed: () => Promise<object[]>;
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

const news = (body: string, updated_at: string) =>
  says({ on: "draft.saved", topic: "member.2", draft: { place: "room:5", body, data: {}, rev: 7, updated_at } });

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date("2026-11-21T08:00:00Z") });
  setActivePinia(createPinia());
  localStorage.clear();
  saved = [];
  elsewhere = null;
  listed = async () => [];
  rev = 0;
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method: string; body?: string }) => {
    if (method === "GET") return new Response(JSON.stringify({ results: await listed(), next: null }));
    const sent = body ? JSON.parse(body) : {};
    saved.push({ method, url, body: sent });
    if (elsewhere) return new Response(JSON.stringify({ code: "draft.changed", data: { draft: elsewhere } }), { status: 409 });
    rev += 1;
    return new Response(JSON.stringify({ place: "room:5", updated_at: "2026-11-21T08:00:02Z", rev, body: sent.body, data: sent.data }));
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
    { method: "PUT", url: "/api/v1/communities/lake/drafts/room:5/", body: { body: "hello", data: {}, base: 0 } },
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

const THEIRS = { place: "room:5", body: "from the phone", data: {}, rev: 7, updated_at: "2026-11-21T09:00:00Z" };

test("each save builds upon the one before", async () => {
  const drafts = useDrafts();
  for (const body of ["one", "two"]) {
    drafts.write("room:5", body);
    await vi.advanceTimersByTimeAsync(1_200);
  }
  expect(saved.map((one) => (one.body as { base: number }).base)).toEqual([0, 1]);
});

test("words of another device are shown, not written over; keeping ours says that we saw them", async () => {
  const drafts = useDrafts();
  elsewhere = THEIRS;
  drafts.write("room:5", "from the desk");
  await vi.advanceTimersByTimeAsync(1_200);
  expect(drafts.conflicts.get("room:5")).toEqual(THEIRS);
  expect(drafts.text("room:5")).toBe("from the desk");
  elsewhere = null;
  drafts.keepMine("room:5");
  await vi.advanceTimersByTimeAsync(0);
  expect(saved[saved.length - 1]?.body).toEqual({ body: "from the desk", data: {}, base: 7 });
  expect(drafts.conflicts.size).toBe(0);
});

test("what another device writes does not change a field under the writer's hands", async () => {
  const drafts = useDrafts();
  const letGo = drafts.hold(() => "room:5");
  drafts.write("room:5", "from the desk");
  await vi.advanceTimersByTimeAsync(1_200);
  news("from the phone", "2026-11-21T09:00:00Z");
  expect(drafts.text("room:5")).toBe("from the desk");
  expect(drafts.conflicts.get("room:5")?.body).toBe("from the phone");
  letGo();
  drafts.takeTheirs("room:5");
  expect(drafts.text("room:5")).toBe("from the phone");
});

test("taking theirs leaves ours", async () => {
  const drafts = useDrafts();
  elsewhere = THEIRS;
  drafts.write("room:5", "from the desk");
  await vi.advanceTimersByTimeAsync(1_200);
  drafts.takeTheirs("room:5");
  expect(drafts.text("room:5")).toBe("from the phone");
  expect(drafts.conflicts.size).toBe(0);
});

test("who signs out leaves no words behind", () => {
  const drafts = useDrafts();
  drafts.write("room:5", "secret");
  drafts.forgetAll();
  expect(drafts.text("room:5")).toBe("");
  expect(localStorage.length).toBe(0);
});

test("words that are sent while the list is under way do not come back with it, nor what others wrote since", async () => {
  const drafts = useDrafts();
  let come: (found: object[]) => void = () => {};
  listed = () => new Promise((answered) => (come = answered));
  drafts.write("room:5", "hello");
  const loaded = drafts.load("lake");
  drafts.drop("room:5");
  says({ on: "draft.saved", topic: "member.2", draft: { ...THEIRS, place: "room:6", body: "", data: {} } });
  come([{ ...THEIRS, body: "hello" }, { ...THEIRS, place: "room:6" }, { ...THEIRS, place: "room:7", body: "of yesterday" }]);
  await loaded;
  expect([drafts.text("room:5"), drafts.text("room:6"), drafts.text("room:7")]).toEqual(["", "", "of yesterday"]);
});

test("the news of one's own save does not bring back what was sent meanwhile", async () => {
  const drafts = useDrafts();
  drafts.write("room:5", "hello");
  vi.advanceTimersByTime(1_200);
  drafts.drop("room:5");
  vi.advanceTimersByTime(0);
  news("hello", "2026-11-21T08:00:02Z");
  expect(drafts.text("room:5")).toBe("");
  await vi.advanceTimersByTimeAsync(10);
  expect(saved.map((one) => one.method)).toEqual(["PUT", "DELETE"]);
  news("from the phone", "2026-11-21T09:00:00Z");
  expect(drafts.text("room:5")).toBe("from the phone");
});

const written = async (body: string) => {
  useDrafts().write("room:5", body);
  await vi.advanceTimersByTimeAsync(1_200);
};
const SENT = "2026-11-21T09:00:00Z";

test("words that were sent from another device are gone here too, even under the writer's hands", async () => {
  const drafts = useDrafts();
  drafts.hold(() => "room:5");
  await written("The ferry is la");
  news("The ferry is late", "2026-11-21T08:30:00Z");
  expect(drafts.conflicts.size).toBe(1);
  news("", SENT);
  expect([drafts.text("room:5"), drafts.conflicts.size, localStorage.length]).toEqual(["", 0, 0]);
});

test("what was written on here since is another draft, built upon nothing", async () => {
  const drafts = useDrafts();
  await written("The ferry is la");
  elsewhere = THEIRS;
  await written("The ferry is lazy");
  expect(drafts.conflicts.size).toBe(1);
  news("", SENT);
  expect([drafts.text("room:5"), drafts.conflicts.size]).toEqual(["The ferry is lazy", 0]);
  elsewhere = null;
  await written("The ferry is lazy today");
  expect(saved[saved.length - 1]?.body).toEqual({ body: "The ferry is lazy today", data: {}, base: 0 });
});

test("late news that the last words were sent does not take the next ones", async () => {
  await written("The next words");
  news("", "2026-11-21T08:00:01Z");
  expect(useDrafts().text("room:5")).toBe("The next words");
});

test("what was sent elsewhere while nobody told us is gone once the list comes; what was not saved stays", async () => {
  const drafts = useDrafts();
  await written("of yesterday");
  drafts.write("room:6", "unsaved");
  setActivePinia(createPinia());
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  expect(useDrafts().text("room:5")).toBe("of yesterday");
  await useDrafts().load("lake");
  expect([useDrafts().text("room:5"), useDrafts().text("room:6")]).toEqual(["", "unsaved"]);
});

test("a connection that was away asks what was sent meanwhile", async () => {
  const drafts = useDrafts();
  await written("The ferry is la");
  opens();
  await vi.advanceTimersByTimeAsync(0);
  expect(drafts.text("room:5")).toBe("");
});

test("words that are saved while the list is under way are not taken for sent ones", async () => {
  const drafts = useDrafts();
  let come: (found: object[]) => void = () => {};
  listed = () => new Promise((answered) => (come = answered));
  drafts.write("room:5", "hello");
  const loaded = drafts.load("lake");
  await vi.advanceTimersByTimeAsync(1_200);
  come([]);
  await loaded;
  expect(drafts.text("room:5")).toBe("hello");
});

test("sending names the revision that is sent, so that what another device wrote on stays", async () => {
  const drafts = useDrafts();
  await written("The ferry is late");
  drafts.drop("room:5");
  await vi.advanceTimersByTimeAsync(0);
  expect(saved[saved.length - 1]).toMatchObject({ method: "DELETE", body: { base: 1 } });
});

test("sending names none while a save is under way, nor after one that was not answered", async () => {
  const drafts = useDrafts();
  drafts.write("room:5", "hello");
  vi.advanceTimersByTime(1_200);
  drafts.drop("room:5");
  await vi.advanceTimersByTimeAsync(10);
  expect(saved.map(({ method, body }) => [method, body])).toEqual([["PUT", expect.anything()], ["DELETE", {}]]);
  const answers = fetch;
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("lost")));
  await written("hello again");
  vi.stubGlobal("fetch", answers);
  drafts.drop("room:5");
  await vi.advanceTimersByTimeAsync(10);
  expect(saved[saved.length - 1]).toMatchObject({ method: "DELETE", body: {} });
});

const FORM = { title: "Boats", tags: ["lake"] };

test("a form with a title builds upon the save before too, and keeps all of its fields when ours is chosen", async () => {
  const drafts = useDrafts();
  elsewhere = { ...THEIRS, place: "category:4", data: { title: "Oars", tags: [] } };
  drafts.write("category:4", "words", FORM);
  await vi.advanceTimersByTimeAsync(1_200);
  expect(saved[0]?.body).toEqual({ body: "words", data: FORM, base: 0 });
  expect(drafts.conflicts.get("category:4")?.data.title).toBe("Oars");
  elsewhere = null;
  drafts.keepMine("category:4");
  await vi.advanceTimersByTimeAsync(0);
  expect(saved[saved.length - 1]?.body).toEqual({ body: "words", data: FORM, base: 7 });
});

test("another title is another draft, though the words are the same", async () => {
  const drafts = useDrafts();
  drafts.hold(() => "category:4");
  drafts.write("category:4", "words", FORM);
  await vi.advanceTimersByTimeAsync(1_200);
  const told = { ...THEIRS, place: "category:4", body: "words" };
  says({ on: "draft.saved", topic: "member.2", draft: { ...told, data: { tags: ["lake"], title: "Boats" } } });
  expect(drafts.conflicts.size).toBe(0);
  says({ on: "draft.saved", topic: "member.2", draft: { ...told, rev: 8, data: { ...FORM, title: "Oars" } } });
  expect(drafts.conflicts.get("category:4")?.data.title).toBe("Oars");
});

test("whoever is kept out keeps their words in this browser, and nothing is asked of a community that they are not in", async () => {
  useCommunities().current = null;
  const drafts = useDrafts();
  drafts.write("appeal:3", "It was one link.");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(saved).toEqual([]);
  setActivePinia(createPinia());
  expect(useDrafts().text("appeal:3")).toBe("It was one link.");
});
