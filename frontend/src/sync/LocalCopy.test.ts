import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test } from "vitest";

import { LocalCopy } from "./LocalCopy";

let clock: number;
const make = (largest?: number) => new LocalCopy(undefined, () => ++clock, largest);

async function of(owner: string, largest?: number): Promise<LocalCopy> {
  const copy = make(largest);
  await copy.claim(owner);
  return copy;
}

beforeEach(() => {
  clock = 0;
  globalThis.indexedDB = new IDBFactory();
});

test("the next person at this browser finds nothing of the last one", async () => {
  await (await of("ada")).write("room", 5, { words: "secret" });
  const next = await of("ben");
  expect(await next.read("room", 5)).toBeNull();
  expect(await next.sheets("room")).toEqual([]);
});

test("what is on its way when somebody signs out is not kept", async () => {
  const copy = await of("ada");
  const late = copy.wipe();
  await copy.write("room", 5, { words: "late" });
  await late;
  await copy.resume();
  expect(await copy.read("room", 5)).toBeNull();
});

test("another tab that does not know of the wipe yet keeps nothing either", async () => {
  const [here, there] = [await of("ada"), await of("ada")];
  await here.wipe();
  await there.write("room", 5, { words: "stale" });
  expect(await (await of("ada")).read("room", 5)).toBeNull();
});

test("whoever comes back finds what lay here, before anybody asked the server", async () => {
  await (await of("ada")).write("me", "", { name: "Ada" });
  const copy = make();
  await copy.resume();
  expect(await copy.read("me")).toEqual({ name: "Ada" });
});

test("the oldest rooms go when there are more than fifty", async () => {
  const copy = await of("ada");
  for (let id = 1; id <= 52; id += 1) await copy.write("room", id, { rev: id });
  const kept = (await copy.sheets("room")).map((sheet) => Number(sheet.id));
  expect(kept).toHaveLength(50);
  expect(kept).not.toContain(2);
  expect(await copy.read("room", 1)).toBeNull();
});

test("all copies together stay below their size, whatever their kind", async () => {
  const copy = await of("ada", 1_000);
  for (let id = 1; id <= 5; id += 1) await copy.write(id % 2 ? "room" : "thread", id, { words: "x".repeat(300) });
  const left = [...(await copy.sheets("room")), ...(await copy.sheets("thread"))];
  expect(left.map((sheet) => Number(sheet.id)).sort()).toEqual([3, 4, 5]);
});

test("a browser that forbids storage has no copy, and nothing breaks", async () => {
  const copy = new LocalCopy(() => Promise.reject(new Error("forbidden")));
  await copy.claim("ada");
  await copy.write("room", 5, { rev: 1 });
  expect(await copy.read("room", 5)).toBeNull();
});
