import "fake-indexeddb/auto";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, expect, test, vi } from "vitest";

import { ben } from "@/sync/fixtures";

import { useCommunities } from "./communities";
import { useCopies } from "./copies";

const home = (id: number, slug: string) => ({ id, slug, me: ben, can: [] });

afterEach(() => vi.unstubAllGlobals());

test("who goes on to another community before the first one answers is in the other one", async () => {
  setActivePinia(createPinia());
  const waiting: ((body: unknown) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise((answered) => waiting.push((body) => answered(new Response(JSON.stringify(body))))));
  const communities = useCommunities();
  const [lake, hill] = [communities.enter("lake"), communities.enter("hill")];
  waiting[1]!(home(2, "hill"));
  expect(await hill).toBe(true);
  waiting[0]!(home(1, "lake"));
  expect(await lake).toBe(false);
  expect(communities.slug).toBe("hill");
});

async function keepsSomething() {
  setActivePinia(createPinia());
  const copies = useCopies();
  await copies.claim(1);
  await copies.empty();
  await copies.write("community", "lake", home(1, "lake"));
  await copies.write("room", 5, { rev: 7 });
  return copies;
}

test("whoever is let in no more keeps no copy of what was said there", async () => {
  const copies = await keepsSomething();
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ slug: "lake", member: false })));
  expect(await useCommunities().enter("lake")).toBe(false);
  expect(await copies.sheets("room")).toEqual([]);
  await copies.write("room", 6, { rev: 1 });
  expect(await copies.sheets("room")).toHaveLength(1);
});

test("a look at a door that was never open to one takes no copies away", async () => {
  const copies = await keepsSomething();
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ slug: "hill", member: false })));
  await useCommunities().enter("hill");
  expect(await copies.sheets("room")).toHaveLength(1);
});

test("whoever leaves takes no copies along", async () => {
  const copies = await keepsSomething();
  const communities = useCommunities();
  await communities.reopen("lake");
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  await communities.leave();
  expect(await copies.sheets("room")).toEqual([]);
});
