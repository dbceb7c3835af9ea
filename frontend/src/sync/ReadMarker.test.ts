// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ReadMarker } from "./ReadMarker";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the read marker tells the furthest place once, and never goes back", async () => {
  const told: number[] = [];
  const marker = new ReadMarker(async (_room, seq) => told.push(seq));
  for (const seq of [3, 9, 5]) marker.mark(5, seq);
  await vi.advanceTimersByTimeAsync(1_000);
  marker.mark(5, 9);
  marker.mark(5, 2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([9]);
});

test("the read marker tells again what could not be told", async () => {
  const tell = vi.fn().mockRejectedValueOnce(new Error("offline")).mockResolvedValue({});
  const marker = new ReadMarker(tell);
  marker.mark(5, 9);
  await vi.advanceTimersByTimeAsync(1_000);
  await marker.flush();
  expect(tell.mock.calls).toEqual([[5, 9], [5, 9]]);
});
