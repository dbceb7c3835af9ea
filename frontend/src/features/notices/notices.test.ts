// @vitest-environment node
import { expect, test } from "vitest";

import { addressOf, placeOf } from "./notices";

test("a notice leads to the message or post it speaks of", () => {
  expect(placeOf({ kind: "mention", place: "room:5", number: 812, data: {} })).toEqual({ kind: "room", id: 5, seq: 812 });
  expect(placeOf({ kind: "promoted", place: "thread:2", number: 0, data: {} })).toEqual({ kind: "thread", id: 2, seq: null });
  expect(placeOf({ kind: "report_settled", place: "", number: 0, data: { verdict: "keep" } })).toBeNull();
});

test("a line of several messages leads to the first of them", () => {
  const place = placeOf({ kind: "direct", place: "room:5", number: 812, data: { first: 809, seq: 812, count: 4 } });
  expect(place).toEqual({ kind: "room", id: 5, seq: 809 });
});

test("its address can be opened elsewhere", () => {
  expect(addressOf({ kind: "thread", id: 2, seq: 9 }, "lake")).toBe("/c/lake/t/2/p/9");
  expect(addressOf({ kind: "room", id: 5, seq: null }, "lake")).toBe("/c/lake/r/5");
});

test("a digest opens the one of its day", () => {
  const place = placeOf({ kind: "digest", place: "", number: 0, data: { kind: "weekly", day: "2026-11-22", items: 4 } });
  expect(place).toEqual({ kind: "digest", digest: "weekly", day: "2026-11-22" });
  expect(place && addressOf(place, "lake")).toBe("/c/lake/digest/weekly?day=2026-11-22");
});

test("a digest that nobody can find leads nowhere", () => {
  expect(placeOf({ kind: "digest", place: "", number: 0, data: { kind: "recall", day: "2026-11-22" } })).toBeNull();
  expect(placeOf({ kind: "digest", place: "", number: 0, data: {} })).toBeNull();
});

test("what moderators decided is read where it can be appealed against", () => {
  const place = placeOf({ kind: "appeal_answered", place: "", number: 0, data: { sanction: 12, outcome: "upheld" } });
  expect(place && addressOf(place, "lake")).toBe("/c/lake/me/decisions?at=12");
  const old = placeOf({ kind: "sanctioned", place: "", number: 0, data: { grade: "silence" } });
  expect(old && addressOf(old, "lake")).toBe("/c/lake/me/decisions");
});
