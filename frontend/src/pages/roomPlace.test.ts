import { flushPromises, mount } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { createMemoryHistory, createRouter, type Router } from "vue-router";

import { useRoomPlace } from "./useRoomPlace";

let router: Router;
let place: ReturnType<typeof useRoomPlace>;
const query = () => router.currentRoute.value.query;

async function at(path: string): Promise<void> {
  await router.push(path);
  await flushPromises();
}

beforeEach(async () => {
  const page = { setup: () => ((place = useRoomPlace()), () => null) };
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/c/:slug/r/:room", name: "room", component: page }, { path: "/c/:slug/t/:thread", name: "thread", component: page }] });
  await router.push("/c/lake/r/5");
  mount({ template: "<RouterView />" }, { global: { plugins: [router] } });
  await flushPromises();
});

test("a thread that was opened from the cards leads back to them", async () => {
  await at("/c/lake/r/5?catchup=1");
  place.openThread(7);
  await flushPromises();
  expect(place.boardOpen.value).toBe(true);
  place.leaveThread();
  await flushPromises();
  expect(query()).toEqual({ catchup: "1" });
  expect(place.boardOpen.value).toBe(false);
});

test("a thread that was opened from the list leads back to the list", async () => {
  await at("/c/lake/r/5?t=7");
  place.leaveThread();
  await flushPromises();
  expect(query()).toEqual({ board: "1" });
});

test("looking up a line keeps the cards beside it", async () => {
  await at("/c/lake/r/5?catchup=1");
  await place.jump(153);
  expect(query()).toEqual({ catchup: "1", at: "153" });
});

test("looking up the same line again goes there again", async () => {
  await at("/c/lake/r/5?catchup=1&at=153");
  const seen: unknown[] = [];
  router.afterEach((to) => void seen.push(to.query.at));
  await place.jump(153);
  expect(seen).toEqual([undefined, "153"]);
});

test("closing the drawer leaves the room alone", async () => {
  await at("/c/lake/r/5?catchup=1&t=7");
  place.closeDrawer();
  await flushPromises();
  expect(query()).toEqual({});
});

test("while one is elsewhere nothing stands beside the room, and a late wish leads nobody back", async () => {
  await at("/c/lake/r/5?t=7&at=3");
  const kept = place;
  expect([kept.here.value, kept.thread.value, kept.at.value]).toEqual([true, 7, 3]);
  await at("/c/lake/t/9?t=8&board=1&at=4");
  expect([kept.here.value, kept.thread.value, kept.at.value, kept.boardOpen.value]).toEqual([false, null, undefined, false]);
  kept.showOnly(4);
  await flushPromises();
  expect(query()).toEqual({ t: "8", board: "1", at: "4" });
});
