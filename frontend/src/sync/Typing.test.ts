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

test("a name fades by itself, or with the words that were typed", () => {
  let names: string[] = [];
  const crowd = new TypingCrowd((people) => (names = people.map((one) => one.name)));
  crowd.hear(ada);
  vi.advanceTimersByTime(3_000);
  crowd.hear(ben);
  expect(names).toEqual(["Ada", "Ben"]);
  vi.advanceTimersByTime(3_000);
  expect(names).toEqual(["Ben"]);
  crowd.quiet(ben.id);
  expect(names).toEqual([]);
});
