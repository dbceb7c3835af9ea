// @vitest-environment node
import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test } from "vitest";

import { UnsentFiles } from "./UnsentFiles";

const DAY = 24 * 3_600_000;
let clock: number;
let room: number;
const make = () => new UnsentFiles(undefined, async () => room, () => ++clock);
const file = (id: string, tab = "one", home = "2.room:5") => ({ id, home, tab, address: "", sent: 0, told: { name: `${id}.pdf`, kind: "document" as const } });
const bytes = (size = 5) => new Blob([new Uint8Array(size)]);
const ids = async (files: UnsentFiles, left: string, tab = "next") => (await files.takeOver("2.", left, tab)).map(({ unsent }) => unsent.id);

beforeEach(() => {
  [clock, room] = [0, 1_000];
  globalThis.indexedDB = new IDBFactory();
});

test("the next page finds the bytes, how far they got, and the order in which they were brought", async () => {
  const files = make();
  for (const id of ["b", "a"]) await files.keep(file(id), bytes());
  await files.note("b", { address: "uploads/7/", sent: 3 });
  const found = await make().takeOver("2.", "one", "one");
  expect(found.map(({ unsent, bytes: { size } }) => [unsent.id, unsent.address, unsent.sent, size])).toEqual([["b", "uploads/7/", 3, 5], ["a", "", 0, 5]]);
});

test("what has arrived or was given up is gone, whatever is noted of it later", async () => {
  const files = make();
  await files.keep(file("a"), bytes());
  await files.drop("a");
  await files.note("a", { address: "uploads/7/", sent: 5 });
  expect(await make().tabs("2.")).toEqual([]);
});

test("a file for which there is no room is refused, and those that lie there stay", async () => {
  room = 10;
  const files = make();
  expect(await files.keep(file("fits"), bytes(10))).toBe(true);
  expect(await files.keep(file("large"), bytes(11))).toBe(false);
  expect(await ids(files, "one")).toEqual(["fits"]);
});

test("a browser that forbids it keeps nothing, and says so", async () => {
  const files = new UnsentFiles(() => Promise.reject(new Error("private window")));
  expect(await files.keep(file("a"), bytes())).toBe(false);
  expect(await files.takeOver("2.", "one", "two")).toEqual([]);
});

test("what one tab left is another's, and no third one's", async () => {
  const files = make();
  await files.keep(file("a"), bytes());
  await files.keep(file("b", "two"), bytes());
  expect(await ids(files, "one", "three")).toEqual(["a"]);
  expect((await files.tabs("2.")).sort()).toEqual(["three", "two"]);
  expect(await ids(files, "one", "four")).toEqual([]);
});

test("another member's are not found", async () => {
  const files = make();
  await files.keep(file("a", "one", "21.room:5"), bytes());
  expect([await files.tabs("2."), await ids(files, "one")]).toEqual([[], []]);
});

test("what is carried to another place is found there", async () => {
  const files = make();
  await files.keep(file("a"), bytes());
  await files.keep(file("b", "two"), bytes());
  await files.move("2.room:5", "2.thread:new", "one");
  const homes = [...(await files.takeOver("2.", "one", "x")), ...(await files.takeOver("2.", "two", "y"))].map(({ unsent }) => unsent.home);
  expect(homes).toEqual(["2.thread:new", "2.room:5"]);
});

test("nobody comes back for what is older than a week", async () => {
  const files = make();
  await files.keep(file("old"), bytes());
  clock += 8 * DAY;
  await files.keep(file("new", "two"), bytes());
  expect(await files.tabs("2.")).toEqual(["two"]);
  expect(await ids(files, "one")).toEqual([]);
});

test("whoever signs out leaves nothing", async () => {
  const files = make();
  await files.keep(file("a"), bytes());
  await make().wipe();
  expect(await ids(files, "one")).toEqual([]);
});
