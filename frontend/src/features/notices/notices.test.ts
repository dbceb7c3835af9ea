// @vitest-environment node
import { expect, test } from "vitest";

import { addressOf, placeOf } from "./notices";

test("a notice leads to the message or post it speaks of", () => {
  expect(placeOf({ place: "room:5", number: 812 })).toEqual({ kind: "room", id: 5, seq: 812 });
  expect(placeOf({ place: "thread:2", number: 0 })).toEqual({ kind: "thread", id: 2, seq: null });
  expect(placeOf({ place: "", number: 0 })).toBeNull();
});

test("its address can be opened elsewhere", () => {
  expect(addressOf({ kind: "thread", id: 2, seq: 9 }, "lake")).toBe("/c/lake/t/2/p/9");
  expect(addressOf({ kind: "room", id: 5, seq: null }, "lake")).toBe("/c/lake/r/5");
});
