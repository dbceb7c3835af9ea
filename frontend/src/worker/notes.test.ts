import { beforeEach, describe, expect, test, vi } from "vitest";

import { type Note, noteOf, open, pathOf, putAway, ring } from "./notes";

const note: Note = { title: "Ada mentioned you", body: "Hello", tag: "lake/room:5", path: "/c/lake/r/5?at=3", count: 1, locale: "en", still: ["lake/room:5"] };

test.each([undefined, "", "no JSON", "{}", "null", '{"title": 5}'])("%s is no note, and nothing breaks", (text) => {
  expect(noteOf(text)).toBeNull();
});

test("a note is read as it was written", () => expect(noteOf(JSON.stringify(note))).toEqual(note));

test("what was read elsewhere is put away, the rest stays", () => {
  const [read, unread] = [{ tag: "lake/thread:2", close: vi.fn() }, { tag: "lake/room:5", close: vi.fn() }];
  putAway([read, unread], note);
  expect([read.close.mock.calls.length, unread.close.mock.calls.length]).toEqual([1, 0]);
});

test.each(["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", 7, null, undefined])("a tap never leads to %s", (path) => {
  expect(pathOf({ path })).toBe("/");
});

test("a tap leads to the message", () => expect(pathOf({ path: note.path })).toBe("/c/lake/r/5?at=3"));

describe("in the browser", () => {
  let done: unknown[];
  let windows: { focused: boolean; focus: () => Promise<unknown>; postMessage: (word: unknown) => void }[];
  const clients = { matchAll: async () => windows, openWindow: async (path: string) => void done.push(["window", path]) };
  const shown = (tag: string) => ({ tag, close: () => void done.push(["away", tag]) });
  const board = {
    getNotifications: async () => [shown("lake/thread:2"), shown("lake/room:5")],
    showNotification: async (title: string, options: object) => void done.push(["shown", title, options]),
  };
  const tab = (focused: boolean) => ({ focused, focus: async () => void done.push("front"), postMessage: (word: unknown) => void done.push(word) });

  beforeEach(() => {
    done = [];
    windows = [];
  });

  test("the next note takes along what was read elsewhere while no page was open", async () => {
    windows = [tab(false)];
    await ring(JSON.stringify(note), clients, board);
    expect(done).toEqual([["away", "lake/thread:2"], ["shown", "Ada mentioned you", expect.objectContaining({ tag: "lake/room:5", data: { path: "/c/lake/r/5?at=3" } })]]);
  });

  test("whoever looks at the app is not rung for, and finds nothing old outside of it", async () => {
    windows = [tab(false), tab(true)];
    await ring(JSON.stringify(note), clients, board);
    expect(done).toEqual([["away", "lake/thread:2"]]);
  });

  test("what is no note puts nothing away", async () => {
    await ring("no JSON", clients, board);
    expect(done).toEqual([]);
  });

  test("a tap without a page opens one at the message", async () => {
    await open(pathOf({ path: note.path }), clients);
    expect(done).toEqual([["window", "/c/lake/r/5?at=3"]]);
  });

  test("a tap with a page brings that one to the front and leads it to the message", async () => {
    windows = [tab(false), tab(false)];
    await open(pathOf({ path: note.path }), clients);
    expect(done).toEqual(["front", { do: "open", path: "/c/lake/r/5?at=3" }]);
  });
});
