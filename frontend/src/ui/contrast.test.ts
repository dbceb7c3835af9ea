// @vitest-environment node
import { expect, test } from "vitest";

import { contrast, parseOklch } from "./contrast";

const of = (one: string, other: string) => contrast(parseOklch(one)!, parseOklch(other)!);

test("black on white is the most there is, in either order", () => {
  expect(of("oklch(0% 0 0)", "oklch(100% 0 0)")).toBeCloseTo(21, 2);
  expect(of("oklch(100% 0 0)", "oklch(0% 0 0)")).toBeCloseTo(21, 2);
});

// #767676 is the lightest grey, and #ff0000 a saturated red, whose contrast with white is published everywhere.
test("known colours have their known contrast with white", () => {
  expect(of("oklch(56.62% 0 0)", "oklch(100% 0 0)")).toBeCloseTo(4.54, 1);
  expect(of("oklch(62.796% 0.25768 29.234)", "oklch(100% 0 0)")).toBeCloseTo(4, 1);
});

test("what is not a plain OKLCH colour is none", () => {
  expect(["#fff", "oklch(50% 0.1 var(--hue))", "oklch(50% 0.1 20 / 0.5)"].map(parseOklch)).toEqual([null, null, null]);
});
