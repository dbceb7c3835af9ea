import { expect, test } from "vitest";

import { agreedDays, isLess, keepingChoices } from "./keeping";

test("for good stands last, and what a room has is among the choices", () => {
  expect(keepingChoices(null)).toEqual([7, 30, 90, 180, 365, 0]);
  expect(keepingChoices(45, 3)).toEqual([3, 7, 30, 45, 90, 180, 365, 0]);
});

test("a form begins with what is going to hold", () => {
  expect(agreedDays({ days: null, coming: null })).toBe(0);
  expect(agreedDays({ days: 90, coming: { days: 30, due_at: "2026-12-01T00:00:00Z", by: null } })).toBe(30);
});

test("only what takes something away waits", () => {
  expect([isLess(30, null), isLess(30, 90), isLess(90, 30), isLess(0, 30), isLess(30, 30)]).toEqual([true, true, false, false, false]);
});
