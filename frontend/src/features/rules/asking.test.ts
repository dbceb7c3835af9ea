import { beforeEach, expect, test } from "vitest";

import { isPutOff, putOff } from "./asking";

const DUE = "2026-11-30T08:00:00Z";
const morning = new Date(2026, 10, 23, 8);
beforeEach(() => localStorage.clear());

test("who put the rules off is left alone for that day", () => {
  expect(isPutOff("lake", 7, DUE, morning)).toBe(false);
  putOff("lake", 7, DUE, morning);
  expect(isPutOff("lake", 7, DUE, new Date(2026, 10, 23, 23))).toBe(true);
  expect(isPutOff("lake", 7, DUE, new Date(2026, 10, 24, 0))).toBe(false);
});

test("another community, another member and another change ask all the same", () => {
  putOff("lake", 7, DUE, morning);
  expect(isPutOff("hill", 7, DUE, morning)).toBe(false);
  expect(isPutOff("lake", 8, DUE, morning)).toBe(false);
  expect(isPutOff("lake", 7, "2026-12-01T08:00:00Z", morning)).toBe(false);
});
