// @vitest-environment node
import { expect, test } from "vitest";

import { Backoff } from "./Backoff";

test("the delay before a reconnect is anywhere between nothing and a ceiling that doubles up to half a minute", () => {
  const highest = new Backoff(() => 1);
  expect(Array.from({ length: 7 }, () => highest.next())).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  const lowest = new Backoff(() => 0);
  expect(lowest.next()).toBe(0);
});

test("a thousand who are cut off together come back spread over the first second", () => {
  const delays = Array.from({ length: 1000 }, () => new Backoff().next());
  const tenths = Array.from({ length: 10 }, (_, tenth) => delays.filter((delay) => Math.floor(delay / 100) === tenth).length);
  expect(Math.max(...delays)).toBeLessThan(1000);
  expect(Math.min(...tenths)).toBeGreaterThan(40);
  expect(Math.max(...tenths)).toBeLessThan(180);
});
