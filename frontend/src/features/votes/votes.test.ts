import { beforeEach, expect, test } from "vitest";

import type { Deed } from "@/api/shapes";

import { linesOnlyIn, readable } from "./lines";
import { keepReceipt, newReceipt, receiptOf } from "./receipts";
import { lineIn, linesThatHold } from "./recordLines";

beforeEach(() => localStorage.clear());

test("a receipt is 128 bits and no two are alike", () => {
  expect(newReceipt()).toMatch(/^[0-9a-f]{32}$/u);
  expect(newReceipt()).not.toBe(newReceipt());
});

test("a receipt is found by its member and its vote only", () => {
  keepReceipt(1, 5, { receipt: "a", mark: "m", choice: ["yes"] });
  expect(receiptOf(1, 5)).toEqual({ receipt: "a", mark: "m", choice: ["yes"] });
  expect(receiptOf(1, 6)).toBeNull();
  expect(receiptOf(2, 5)).toBeNull();
});

test("what somebody else put into the store is no receipt", () => {
  for (const kept of ["{", "[]", "{}", '{"receipt":1,"choice":[]}', '{"receipt":"a","choice":"b"}']) {
    localStorage.setItem("ballot:1:5", kept);
    expect(receiptOf(1, 5)).toBeNull();
  }
});

test("only the lines that differ are shown", () => {
  expect(linesOnlyIn("Be kind.\n\nNo ads.", "Be kind.")).toEqual(["No ads."]);
});

test("fractions are read as numbers", () => {
  expect([readable("3"), readable("15/7"), readable("6/2")]).toEqual(["3", "2.14", "3"]);
});

const deed = (id: number, act: string, until: string | null) =>
  ({ id, act, until, rule: "", at: "2026-11-01T00:00:00Z", place: act === "mute" ? { name: "Square", path: "" } : null }) as Deed;
const NOON = Date.parse("2026-11-10T12:00:00Z");

test("of the record those lines can be voted on that tell of a sanction whose end has not come", () => {
  const deeds = [deed(4, "ban", null), deed(3, "mute", "2026-11-11T00:00:00Z"), deed(2, "silence", "2026-11-09T00:00:00Z"), deed(1, "lift_ban", null)];
  expect(linesThatHold(deeds, null, NOON).map(({ entry, room }) => [entry, room])).toEqual([[4, ""], [3, "Square"]]);
});

test("the line that a proposal is about can be kept, however far down the record it stands", () => {
  const start = lineIn({ entry: 9, grade: "ban", at: "2026-01-01T00:00:00Z", rule: "2. Be kind." });
  expect(linesThatHold([deed(4, "ban", null)], start, NOON).map(({ entry }) => entry)).toEqual([9, 4]);
  expect(linesThatHold([deed(9, "ban", null)], start, NOON)).toHaveLength(1);
  expect(lineIn({ member: 5, grade: "ban" })).toBeNull();
});
