import { createPinia, setActivePinia } from "pinia";
import { afterEach, expect, test, vi } from "vitest";

import { ben } from "@/sync/fixtures";

import { useCommunities } from "./communities";

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
