import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Backoff } from "./Backoff";
import { ada, ben, fold, message } from "./fixtures";
import { ReadMarker } from "./ReadMarker";
import { weave } from "./timeline";
import { TypingCrowd, TypingThrottle } from "./Typing";
import { uuid } from "./uuid";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the delay before a reconnect", () => {
  test("is anywhere between nothing and a ceiling that doubles up to half a minute", () => {
    const highest = new Backoff(() => 1);
    expect(Array.from({ length: 8 }, () => highest.next())).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
    const lowest = new Backoff(() => 0);
    expect(lowest.next()).toBe(0);
  });
});

describe("the read marker", () => {
  test("tells the furthest place once, and never goes back", async () => {
    const told: number[] = [];
    const marker = new ReadMarker(async (_room, seq) => told.push(seq));
    for (const seq of [3, 9, 5]) marker.mark(5, seq);
    await vi.advanceTimersByTimeAsync(1_000);
    marker.mark(5, 9);
    marker.mark(5, 2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told).toEqual([9]);
  });

  test("tells again what could not be told", async () => {
    const tell = vi.fn().mockRejectedValueOnce(new Error("offline")).mockResolvedValue({});
    const marker = new ReadMarker(tell);
    marker.mark(5, 9);
    await vi.advanceTimersByTimeAsync(1_000);
    await marker.flush();
    expect(tell.mock.calls).toEqual([[5, 9], [5, 9]]);
  });
});

describe("typing", () => {
  test("is said at most once in three seconds, and at once after a post", () => {
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

  test("fades by itself, or with the words that were typed", () => {
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
});

describe("the timeline", () => {
  const keys = (...args: Parameters<typeof weave>) => weave(...args).map((item) => item.key);

  test("shows a promoted conversation as one card where it began", () => {
    const rows = [message(1), message(2, { fold: 9 }), message(3), message(4, { fold: 9 }), message(5)];
    const items = weave(rows, [fold(9, 2)]);
    expect(items.map((item) => item.key)).toEqual(["m101", "f9", "m103", "m105"]);
    expect(items[1]).toMatchObject({ messages: [{ seq: 2 }, { seq: 4 }] });
  });

  test("shows the messages again after an undo", () => {
    const rows = [message(1), message(2), message(3)];
    expect(keys(rows, [fold(9, 2, { undone: true })])).toEqual(["m101", "m102", "m103"]);
  });

  test("keeps two conversations that were interleaved apart", () => {
    const rows = [message(1, { fold: 8 }), message(2, { fold: 9 }), message(3, { fold: 8 }), message(4)];
    expect(keys(rows, [fold(9, 2), fold(8, 1)])).toEqual(["f8", "f9", "m104"]);
  });
});

test("client ids are UUIDs of version 4 and differ", () => {
  expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuid()).not.toBe(uuid());
});
