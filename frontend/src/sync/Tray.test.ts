import { beforeEach, expect, test } from "vitest";

import { ApiError } from "@/api/http";
import type { File as Kept } from "@/api/shapes";

import { type Brought, MOST, Tray, type TrayItem } from "./Tray";

let shown: TrayItem[];
let released: string[];
let dropped: string[];
let refused: Set<string>;
let next: number;
let noted: number[];
let forgotten: string[];

const tray = () =>
  new Tray({
    changed: (items) => (shown = items),
    release: (preview) => void released.push(preview),
    shownAt: ({ kind, id }) => (kind === "image" ? `/thumb/${id}/` : null),
    discard: ({ id }) => void dropped.push(`file ${id}`),
    upload: ({ name, kind }) => {
      const id = next++;
      return {
        announce: async () => {
          if (refused.has(name)) throw new ApiError("files.too_large", { mb: 20 }, 400);
          return `uploads/${id}/`;
        },
        offset: async () => 0,
        part: async (_address, offset, part) => offset + part.size,
        result: async () => ({ id, name, kind }) as Kept,
        drop: async (address) => void dropped.push(address),
        kept: Promise.resolve(true),
        note: ({ sent }) => void noted.push(sent),
        forget: () => void forgotten.push(name),
      };
    },
  });
const brought = (name: string): Brought => ({ name, kind: "document", source: new Blob(["Hello"]), preview: `blob:${name}` });
const settled = () => new Promise((done) => setTimeout(done, 0));

beforeEach(() => {
  [shown, released, dropped, refused, next, noted, forgotten] = [[], [], [], new Set(), 1, [], []];
});

test("files are sent in the order in which they were brought, whichever arrives first", async () => {
  const files = tray();
  let late: (bytes: Blob) => void = () => {};
  files.add([{ ...brought("first"), source: new Promise((done) => (late = done)) }, brought("second")]);
  await settled();
  expect(shown.map((item) => item.state)).toEqual(["going", "done"]);
  late(new Blob(["Hello"]));
  await settled();
  expect(files.empty().map((file) => file.name)).toEqual(["first", "second"]);
  expect(shown).toEqual([]);
  expect(dropped).toEqual([]);
});

test("no more are taken than one message carries", () => {
  const files = tray();
  expect(files.add(Array.from({ length: MOST - 1 }, (_, at) => brought(`${at}`)))).toBe(0);
  expect(files.add([brought("a"), brought("b"), brought("c")])).toBe(2);
  expect(shown).toHaveLength(MOST);
});

test("what is removed is given up, also while it is still being made smaller", async () => {
  const files = tray();
  let late: (bytes: Blob) => void = () => {};
  files.add([{ ...brought("slow"), source: new Promise((done) => (late = done)) }, brought("quick")]);
  await settled();
  for (const { key } of shown) files.remove(key);
  late(new Blob(["Hello"]));
  await settled();
  expect([shown, released, dropped]).toEqual([[], ["blob:slow", "blob:quick"], ["uploads/1/"]]);
});

const kept = (id: number, kind: Kept["kind"] = "document") => ({ id, kind, name: `kept ${id}`, size: 5, seconds: null, peaks: null }) as Kept;

test("what arrived before the page was opened stands ahead, is sent with the rest, and can be given up", async () => {
  const files = tray();
  files.add([brought("new")]);
  files.restore([kept(31, "image"), kept(32)]);
  await settled();
  expect(shown.map((item) => [item.name, item.state, item.preview])).toEqual([
    ["kept 31", "done", "/thumb/31/"], ["kept 32", "done", null], ["new", "done", "blob:new"],
  ]);
  files.remove(shown[1]!.key);
  expect(dropped).toEqual(["file 32"]);
  expect(files.empty().map((file) => file.name)).toEqual(["kept 31", "new"]);
});

test("what was sent elsewhere leaves, and nothing is given up for it", async () => {
  const files = tray();
  files.restore([kept(31), kept(32)]);
  files.lose([31, 77]);
  expect(shown.map((item) => item.name)).toEqual(["kept 32"]);
  expect(dropped).toEqual([]);
});

test("what is refused stays, says why, and the others go on", async () => {
  refused.add("large");
  const files = tray();
  files.add([brought("large"), brought("small")]);
  await settled();
  expect(shown.map((item) => [item.state, item.error?.code ?? null])).toEqual([["failed", "files.too_large"], ["done", null]]);
  refused.clear();
  files.retry(shown[0]!.key);
  await settled();
  expect(shown.map((item) => item.state)).toEqual(["done", "done"]);
});

test("a file is kept while it is under way, with how far it got, and no longer once it was given up", async () => {
  const files = tray();
  files.add([brought("one"), brought("two")]);
  await settled();
  expect(noted.at(-1)).toBe(5);
  expect(shown.map((item) => item.kept)).toEqual([true, true]);
  files.remove(shown[0]!.key);
  expect(forgotten).toEqual(["one"]);
});
