import { describe, expect, it } from "vitest";

import { begun, filled, narrowed, openFilter } from "./filters";
import { addressOf } from "./hits";

describe("the filter that is being typed", () => {
  it.each([
    ["from:", { filter: "from", start: 0, value: "" }],
    ["heron from:ad", { filter: "from", start: 6, value: "ad" }],
    ["heron in:\"The N", { filter: "in", start: 6, value: "The N" }],
    ["来自：林", { filter: "from", start: 0, value: "林" }],
    ["苍鹭 在:广", { filter: "in", start: 3, value: "广" }],
    ["-from:ada", { filter: "from", start: 1, value: "ada" }],
  ])("%s", (text, open) => expect(openFilter(text)).toEqual(open));

  it.each(["heron", "from:ada ", "https:x", "in:\"The Nook\"", "shore:lake", ""])("none in %s", (text) => expect(openFilter(text)).toBeNull());
});

it("writes names of several words in quotes", () => {
  const text = "heron from:ad";
  expect(filled(text, openFilter(text)!, "from", "Ada L.")).toBe('heron from:"Ada L." ');
  expect(filled("在:广", openFilter("在:广")!, "在", "广场")).toBe("在:广场 ");
  expect(narrowed("in", 'a "quoted" room')).toBe('in:"a quoted room"');
});

it("begins a filter behind what stands there", () => {
  expect([begun("", "from"), begun("heron", "from"), begun("heron ", "含")]).toEqual(["from:", "heron from:", "heron 含:"]);
});

describe("where a hit leads", () => {
  const hit = { id: 7, at: "", author: { id: 1, name: "", hue: 0, role: "member" }, room: null, thread: null, seq: null, name: "" } as const;
  const pieces = [{ text: "a ", hit: false }, { text: "Heron", hit: true }, { text: " heron", hit: true }];

  it("a message in its room, a post in its thread, a thread by its title", () => {
    expect(addressOf({ ...hit, kind: "message", room: 3, seq: 9, pieces }, "lake")).toMatchObject({ name: "message", params: { room: 3, message: 7 } });
    expect(addressOf({ ...hit, kind: "post", thread: 4, seq: 9, pieces }, "lake")).toMatchObject({ name: "post", params: { thread: 4, seq: 9 } });
    expect(addressOf({ ...hit, kind: "thread", thread: 4, pieces }, "lake")).toMatchObject({ name: "thread", params: { thread: 4 } });
  });

  it("takes along what is to be marked there, each once", () => {
    expect(addressOf({ ...hit, kind: "thread", thread: 4, pieces }, "lake").query).toEqual({ find: ["heron"] });
  });
});
