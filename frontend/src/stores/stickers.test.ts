import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Sticker } from "@/api/shapes";
import { sticker } from "@/sync/fixtures";

import { forgetBelongings } from "./belongings";
import { useStickers } from "./stickers";

/** What answers the requests under way, in the order in which they were made. */
let waiting: ((body: unknown, status?: number) => void)[];
const listed = (...results: Sticker[]) => ({ results, next: null });
const names = () => useStickers().list.map(({ file }) => file.name);

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
  waiting = [];
  vi.stubGlobal("fetch", () => new Promise((answered) => {
    waiting.push((body, status = 200) => answered(new Response(JSON.stringify(body), { status })));
  }));
});
afterEach(() => vi.unstubAllGlobals());

test("an older list that comes late does not undo a newer one", async () => {
  const stickers = useStickers();
  const [first, second] = [stickers.load(), stickers.load()];
  waiting[1]!(listed(sticker(2), sticker(1)));
  await second;
  waiting[0]!(listed());
  await first;
  expect(names()).toEqual(["Sticker 2", "Sticker 1"]);
});

test("a list that does not come leaves what was there, and says why", async () => {
  const stickers = useStickers();
  const loaded = stickers.load();
  waiting[0]!(listed(sticker(1)));
  await loaded;
  const again = stickers.load();
  waiting[1]!({ code: "forbidden" }, 403);
  await again;
  expect([names(), stickers.error?.code]).toEqual([["Sticker 1"], "forbidden"]);
});

test("a list of the community that was left stays out", async () => {
  const stickers = useStickers();
  const loaded = stickers.load();
  forgetBelongings();
  waiting[0]!(listed(sticker(1)));
  await loaded;
  expect([names(), stickers.loaded]).toEqual([[], false]);
});

test("what was used last is known after a reload", () => {
  const before = useStickers();
  before.used(sticker(3));
  before.used(sticker(4));
  setActivePinia(createPinia());
  const stickers = useStickers();
  void stickers.load();
  expect(stickers.recent).toEqual([4, 3]);
});
