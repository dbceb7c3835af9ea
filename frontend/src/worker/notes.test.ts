import { expect, test, vi } from "vitest";

import { type Note, noteOf, pathOf, putAway } from "./notes";

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
