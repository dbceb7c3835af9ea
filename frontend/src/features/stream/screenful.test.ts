// @vitest-environment node
import { expect, test } from "vitest";

import { MOST, screenful } from "./screenful";

test("as many rows as fill the screen, and half of it again", () => {
  expect(screenful([50, 100, 150], 800)).toBe(12);
});

test("one long post does not leave a screen of short ones empty", () => {
  expect(screenful([2_000, 2_000], 700)).toBe(8);
});

test("rows that were never laid out may be of any size", () => {
  expect(screenful([], 700)).toBe(MOST);
  expect(screenful([0, 0], 700)).toBe(MOST);
  expect(screenful([50], 0)).toBe(MOST);
});
