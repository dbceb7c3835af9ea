import { expect, test } from "vitest";

import type { RoomTerms } from "@/api/shapes";

import { standingAt } from "./hours";

const WEEKDAYS = [1, 2, 3, 4, 5];
const at = (moment: string) => new Date(moment);
const told = (terms: RoomTerms | null, moment: string) => {
  const found = standingAt(terms, at(moment));
  return found && [found.kind, found.until?.toISOString() ?? null];
};
const shop: RoomTerms = { windows: [{ days: WEEKDAYS, first: "09:00", last: "18:00", kind: "topic" }], outside: "closed", zone: "Asia/Shanghai" };

test("a room without hours, or between them and open, says nothing", () => {
  expect(told(null, "2026-11-23T04:00Z")).toBeNull();
  expect(told({}, "2026-11-23T04:00Z")).toBeNull();
  expect(told({ ...shop, outside: "open" }, "2026-11-23T15:00Z")).toBeNull();
});

test("the window that it is in, until its end on the clock of the room", () => {
  expect(told(shop, "2026-11-23T04:00Z")).toEqual(["topic", "2026-11-23T10:00:00.000Z"]);
  expect(told(shop, "2026-11-23T01:00Z")).toEqual(["topic", "2026-11-23T10:00:00.000Z"]);
});

test("closed until the next one begins, over a weekend too", () => {
  expect(told(shop, "2026-11-23T10:00Z")).toEqual(["closed", "2026-11-24T01:00:00.000Z"]);
  expect(told(shop, "2026-11-27T10:00Z")).toEqual(["closed", "2026-11-30T01:00:00.000Z"]);
  expect(told({ ...shop, windows: [{ days: [1], first: "09:00", last: "10:00", kind: "free" }] }, "2026-11-23T03:00Z")).toEqual(["closed", "2026-11-30T01:00:00.000Z"]);
});

test("a window that runs over midnight belongs to the day on which it begins", () => {
  const night: RoomTerms = { windows: [{ days: [5], first: "22:00", last: "02:00", kind: "free" }], outside: "closed", zone: "UTC" };
  expect(told(night, "2026-11-28T01:30Z")).toEqual(["free", "2026-11-28T02:00:00.000Z"]);
  expect(told(night, "2026-11-28T02:00Z")).toEqual(["closed", "2026-12-04T22:00:00.000Z"]);
});

test("of several windows the one that is written first counts", () => {
  const both: RoomTerms = { windows: [{ days: [1], first: "12:00", last: "13:00", kind: "free" }, { days: [1], first: "09:00", last: "18:00", kind: "topic" }], zone: "UTC" };
  expect(told(both, "2026-11-23T12:30Z")?.[0]).toBe("free");
  expect(told(both, "2026-11-23T13:30Z")?.[0]).toBe("topic");
});

test("clocks that are set forward or back, as the server reckons it", () => {
  const early = (first: string): RoomTerms => ({ windows: [{ days: [7], first, last: "12:00", kind: "free" }], outside: "closed", zone: "Europe/Berlin" });
  // On 29 March 2026 the hour from 2 to 3 is skipped; on 25 October it comes twice.
  expect(told(early("02:30"), "2026-03-28T12:00Z")).toEqual(["closed", "2026-03-29T01:30:00.000Z"]);
  expect(told(early("02:30"), "2026-10-24T12:00Z")).toEqual(["closed", "2026-10-25T00:30:00.000Z"]);
  expect(told(early("09:00"), "2026-10-25T09:00Z")).toEqual(["free", "2026-10-25T11:00:00.000Z"]);
});
