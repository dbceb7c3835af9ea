// @vitest-environment node
import { expect, test } from "vitest";

import { Backoff } from "./Backoff";

test("the delay before a reconnect is anywhere between nothing and a ceiling that doubles up to half a minute", () => {
  const highest = new Backoff(() => 1);
  expect(Array.from({ length: 8 }, () => highest.next())).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  const lowest = new Backoff(() => 0);
  expect(lowest.next()).toBe(0);
});
