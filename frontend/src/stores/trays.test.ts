import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community, File as Kept } from "@/api/shapes";
import { ada, ben } from "@/sync/fixtures";

import { useCommunities } from "./communities";
import { useTrays } from "./trays";

const file = (id: number) => ({ id, kind: "image", name: `file ${id}`, size: 5, seconds: null, peaks: null }) as Kept;
const HERE = `oxbow.tray.${ben.id}.room:5`;
let asked: string[];
let answer: (url: string) => Response;
const names = () => useTrays().items("room:5").map((item) => item.name);

beforeEach(() => {
  setActivePinia(createPinia());
  localStorage.clear();
  asked = [];
  answer = () => new Response("{}");
  vi.stubGlobal("fetch", async (url: string, { method }: RequestInit) => {
    asked.push(`${method} ${url}`);
    return answer(url);
  });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  localStorage.setItem(HERE, JSON.stringify([file(31), file(32)]));
});
afterEach(() => vi.unstubAllGlobals());

test("what had arrived lies in the tray after a reload, but for what the server no longer has", async () => {
  answer = (url) => new Response(JSON.stringify({ code: "not_found" }), { status: url.endsWith("/31/") ? 404 : 200 });
  useTrays().recall("room:5");
  expect(names()).toEqual(["file 31", "file 32"]);
  await vi.waitFor(() => expect(names()).toEqual(["file 32"]));
  expect(JSON.parse(localStorage.getItem(HERE)!)).toEqual([file(32)]);
});

test("without a network it stays", async () => {
  answer = () => {
    throw new TypeError("no network");
  };
  useTrays().recall("room:5");
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  await new Promise((done) => setTimeout(done));
  expect(names()).toEqual(["file 31", "file 32"]);
});

test("what is sent is not in the tray of the next page", () => {
  const trays = useTrays();
  trays.recall("room:5");
  expect(trays.empty("room:5").map((one) => one.id)).toEqual([31, 32]);
  expect(localStorage.getItem(HERE)).toBe(null);
});

test("what is given up is given up on the server too", async () => {
  const trays = useTrays();
  trays.recall("room:5");
  trays.remove("room:5", trays.items("room:5")[0]!.key);
  await vi.waitFor(() => expect(asked).toContain("DELETE /api/v1/communities/lake/uploads/31/"));
  expect(JSON.parse(localStorage.getItem(HERE)!)).toEqual([file(32)]);
});

test("what is carried to the board lies there after a reload, and no longer in the room", () => {
  const trays = useTrays();
  trays.recall("room:5");
  trays.move("room:5", "thread:new");
  expect(names()).toEqual([]);
  expect(localStorage.getItem(HERE)).toBe(null);
  expect(JSON.parse(localStorage.getItem(`oxbow.tray.${ben.id}.thread:new`)!)).toHaveLength(2);
});

test("whoever sits down next finds nothing of it", () => {
  const trays = useTrays();
  trays.recall("room:5");
  useCommunities().current = { id: 1, slug: "lake", me: ada, can: [] } as unknown as Community;
  trays.recall("room:5");
  expect(names()).toEqual([]);
});

test("what another tab sent leaves this one", () => {
  const trays = useTrays();
  trays.recall("room:5");
  const oldValue = localStorage.getItem(HERE);
  const newValue = JSON.stringify([file(32)]);
  window.dispatchEvent(Object.assign(new Event("storage"), { key: HERE, oldValue, newValue }));
  expect(names()).toEqual(["file 32"]);
});
