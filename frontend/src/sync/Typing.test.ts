// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ada, ben } from "./fixtures";
import { TypingCrowd, TypingThrottle } from "./Typing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("typing is said at most once in three seconds, and at once after a post", () => {
  let now = 0;
  const say = vi.fn();
  const throttle = new TypingThrottle(say, () => now);
  throttle.press(5);
  now = 2_000;
  throttle.press(5);
  expect(say).toHaveBeenCalledTimes(1);
  throttle.posted(5);
  throttle.press(5);
  expect(say).toHaveBeenCalledTimes(2);
});

test("somebody types until a second after the last key, or until the words are sent", () => {
  let now = 0;
  const throttle = new TypingThrottle(() => {}, () => now);
  expect(throttle.isUnderWay).toBe(false);
  throttle.press(5);
  now = 900;
  throttle.press(5);
  now = 1_800;
  expect(throttle.isUnderWay).toBe(true);
  now = 1_900;
  expect(throttle.isUnderWay).toBe(false);
  throttle.press(5);
  throttle.posted(5);
  expect(throttle.isUnderWay).toBe(false);
});

test("a name fades by itself, or with the words that were typed", () => {
  let names: string[] = [];
  const crowd = new TypingCrowd((people) => (names = people.map((one) => one.name)));
  crowd.hear([ada]);
  vi.advanceTimersByTime(3_000);
  crowd.hear([ben]);
  expect(names).toEqual(["Ada", "Ben"]);
  vi.advanceTimersByTime(3_000);
  expect(names).toEqual(["Ben"]);
  crowd.posted(ben.id);
  expect(names).toEqual([]);
});

test("who is told of only after their words have come types no more; who goes on does", () => {
  let names: string[] = [];
  const crowd = new TypingCrowd((people) => (names = people.map((one) => one.name)));
  crowd.posted(ben.id);
  crowd.hear([ada, ben]);
  expect(names).toEqual(["Ada"]);
  vi.advanceTimersByTime(1_500);
  crowd.hear([ben]);
  expect(names).toEqual(["Ada", "Ben"]);
});
