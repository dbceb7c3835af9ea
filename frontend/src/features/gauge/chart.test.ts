// @vitest-environment node
import { expect, test } from "vitest";

import type { LoadPoint } from "@/api/shapes";

import { barsOf, hoursBetween, niceTop } from "./chart";

const at = (minute: number, more: Partial<LoadPoint> = {}): LoadPoint => ({
  at: new Date(minute * 60_000).toISOString(), span: 1, messages: 4, words: 30, posters: 8,
  conversations: null, here: null, concern: null, debt: null, state: "calm", ...more,
});
const range = { from: 0, to: 60 * 60_000, count: 6 };

test("messages are a mean a minute over the whole step, silent minutes included", () => {
  const bars = barsOf([at(0), at(1), at(9, { messages: 12 }), at(20)], { ...range, measure: "messages" });
  expect(bars.map((bar) => bar.value)).toEqual([2, 0, 0.4, 0, 0, 0]);
});

test("people are counted at their highest, and unknown figures as none", () => {
  const points = [at(1), at(2, { posters: 31 })];
  expect(barsOf(points, { ...range, measure: "posters" })[0]?.value).toBe(31);
  expect(barsOf(points, { ...range, measure: "debt" })[0]?.value).toBe(0);
});

test("a step is as loud as its loudest minute", () => {
  const bars = barsOf([at(1, { state: "busy" }), at(2, { state: "overloaded" }), at(3)], { ...range, measure: "messages" });
  expect(bars[0]?.state).toBe("overloaded");
});

test("an hour that was rolled up counts over its own length", () => {
  const bars = barsOf([at(0, { span: 60, messages: 120 })], { ...range, measure: "messages" });
  expect(bars[0]?.value).toBe(2);
});

test("what lies outside is left out", () => {
  expect(barsOf([at(-5), at(60)], { ...range, measure: "messages" }).every((bar) => bar.value === 0)).toBe(true);
});

test("the scale ends at a round number", () => {
  expect([0, 0.3, 1, 3.2, 7, 58].map(niceTop)).toEqual([1, 0.5, 1, 5, 10, 100]);
});

test("hours are named at most six times, on the full hour of the reader", () => {
  const hour = 3_600_000;
  expect(hoursBetween(0, 24 * hour, 0).map((time) => time / hour)).toEqual([0, 6, 12, 18, 24]);
  expect(hoursBetween(0, 6 * hour, -30).map((time) => time / hour)).toEqual([0.5, 1.5, 2.5, 3.5, 4.5, 5.5]);
});
