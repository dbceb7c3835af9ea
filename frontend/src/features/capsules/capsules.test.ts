// @vitest-environment node
import { expect, test } from "vitest";

import type { CapsulePart } from "@/api/shapes";
import { ada } from "@/sync/fixtures";

import { capsuleIn } from "./address";
import { gist, isFounded, tidied, withNewLine, withoutLine, withText } from "./parts";

const source = { message: 101, seq: 1, author: ada };
const parts: CapsulePart[] = [
  { kind: "question", lines: [{ text: "Where do we moor?", sources: [source] }] },
  { kind: "answer", lines: [{ text: "At the old bridge.", sources: [source] }, { text: "Not after nine.", sources: [source] }] },
];
const texts = (list: CapsulePart[]) => list.map((part) => part.lines.map((line) => line.text));

test("a line keeps its sources while its words change", () => {
  const edited = withText(parts, 1, 0, "At the new bridge.");
  expect(edited[1]?.lines[0]).toEqual({ text: "At the new bridge.", sources: [source] });
  expect(parts[1]?.lines[0]?.text).toBe("At the old bridge.");
});

test("empty lines and empty parts are not kept", () => {
  expect(texts(tidied(withText(withoutLine(parts, 0, 0), 1, 1, "  ")))).toEqual([["At the old bridge."]]);
});

test("a new line joins its part, or opens it in its place", () => {
  expect(withNewLine(parts, "answer")[1]?.lines).toHaveLength(3);
  expect(withNewLine(parts, "decision").map((part) => part.kind)).toEqual(["question", "answer", "decision"]);
  expect(withNewLine(withNewLine(parts, "open"), "decision").map((part) => part.kind)).toEqual(["question", "answer", "decision", "open"]);
});

test("a capsule of one's own lines alone is none", () => {
  expect(isFounded(parts)).toBe(true);
  expect(isFounded(withText(withNewLine([], "decision"), 0, 0, "So be it."))).toBe(false);
});

test("a card shows what was decided or answered before what was asked", () => {
  expect(gist(parts, 2).map((line) => line.text)).toEqual(["At the old bridge.", "Not after nine."]);
});

const ours = "https://oxbow.test";

test.each([
  ["Where to moor https://oxbow.test/c/lake/capsules/7", { slug: "lake", id: 7, rest: "Where to moor" }],
  ["https://oxbow.test/c/lake/capsules/7/", { slug: "lake", id: 7, rest: "" }],
  ["看 /c/lake/capsules/12，写得很好", { slug: "lake", id: 12, rest: "看 ，写得很好" }],
  ["two: /c/lake/capsules/1 /c/lake/capsules/2", { slug: "lake", id: 1, rest: "two:  /c/lake/capsules/2" }],
])("%s holds a capsule", (body, address) => expect(capsuleIn(body, ours)).toEqual(address));

test.each([
  "https://elsewhere.test/c/lake/capsules/7",
  "https://oxbow.test.evil.test/c/lake/capsules/7",
  "https://oxbow.test/c/lake/capsules/7/edit",
  "https://oxbow.test/c/lake/t/7",
  "`x/c/lake/capsules/7`",
])("%s holds none", (body) => expect(capsuleIn(body, ours)).toBeNull());
