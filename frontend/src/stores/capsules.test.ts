import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Capsule } from "@/api/shapes";
import { ada } from "@/sync/fixtures";

import { forgetBelongings } from "./belongings";
import { useCapsules } from "./capsules";

const capsule = (id: number, title = `Capsule ${id}`): Capsule => ({
  id, community: 1, title, parts: [], room: null, thread: 3, by: ada, created_at: "2026-11-21T08:00:00Z", edited_at: null, stale: false,
  sources: 1, can: [],
});
const listed = (...results: Capsule[]) => ({ results, next: null });
const FORM = { title: "New", parts: [], thread: 3 };

/** What answers the requests under way, in the order in which they were made. */
let waiting: ((body: unknown, status?: number) => void)[];
const titles = () => useCapsules().list.map((one) => one.title);

beforeEach(() => {
  setActivePinia(createPinia());
  waiting = [];
  vi.stubGlobal("fetch", () => new Promise((answered) => {
    waiting.push((body, status = 200) => answered(new Response(JSON.stringify(body), { status })));
  }));
});
afterEach(() => vi.unstubAllGlobals());

test("what was made, changed and removed while the list is under way is not undone by it", async () => {
  const capsules = useCapsules();
  const loaded = capsules.load("lake");
  const acts = [capsules.create("lake", FORM), capsules.update(2, { title: "Changed" }), capsules.remove(1)];
  waiting[1]!(capsule(9, "New"));
  waiting[2]!(capsule(2, "Changed"));
  waiting[3]!({});
  await Promise.all(acts);
  waiting[0]!(listed(capsule(2), capsule(1)));
  await loaded;
  expect(titles()).toEqual(["New", "Changed"]);
});

test("an older list that comes late does not undo a newer one", async () => {
  const capsules = useCapsules();
  const [first, second] = [capsules.load("lake"), capsules.load("lake")];
  waiting[1]!(listed(capsule(2), capsule(1)));
  await second;
  waiting[0]!(listed());
  await first;
  expect(titles()).toEqual(["Capsule 2", "Capsule 1"]);
});

test("a list of the community that was left stays out", async () => {
  const capsules = useCapsules();
  const loaded = capsules.load("lake");
  forgetBelongings();
  waiting[0]!(listed(capsule(1)));
  await loaded;
  expect(titles()).toEqual([]);
  expect(capsules.loading).toBe(false);
});

test("after an error the page that did not come is asked for again", async () => {
  const capsules = useCapsules();
  const loaded = capsules.load("lake");
  waiting[0]!({ results: [capsule(2)], next: "2" });
  await loaded;
  const more = capsules.load("lake", capsules.next);
  waiting[1]!({ code: "server.away" }, 503);
  await more;
  expect(capsules.error?.code).toBe("server.away");
  const again = capsules.retry("lake");
  waiting[2]!(listed(capsule(1)));
  await again;
  expect(titles()).toEqual(["Capsule 2", "Capsule 1"]);
});
