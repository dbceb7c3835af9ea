import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Announcer } from "./Announcer";

const said: string[] = [];
let announcer: Announcer;

beforeEach(() => {
  vi.useFakeTimers();
  said.length = 0;
  announcer = new Announcer((words) => said.push(words), (count) => `${count} new`, () => Date.now());
});
afterEach(() => vi.useRealTimers());

test("fifty messages a second are a sentence every five seconds, and none is left out of the count", () => {
  for (let at = 0; at < 1000; at += 1) {
    announcer.hear(`words ${at}`);
    vi.advanceTimersByTime(20);
  }
  vi.advanceTimersByTime(6_000);
  expect(said.length).toBeLessThanOrEqual(6);
  expect(said.map(Number.parseFloat).reduce((sum, count) => sum + count, 0)).toBe(1000);
});

test("one message is read out, two are counted", () => {
  announcer.hear("Ada: hello");
  vi.advanceTimersByTime(400);
  announcer.hear("Ben: hi");
  announcer.hear("Ada: well");
  vi.advanceTimersByTime(5_000);
  expect(said).toEqual(["Ada: hello", "2 new"]);
});

test("what was left behind is not told afterwards", () => {
  announcer.hear("Ada: hello");
  announcer.stop();
  vi.advanceTimersByTime(10_000);
  expect(said).toEqual([]);
});
