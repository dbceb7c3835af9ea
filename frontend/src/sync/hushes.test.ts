// @vitest-environment node
import { expect, test } from "vitest";

import { hushIn, type Known, refusedIn } from "./hushes";

const NOW = Date.parse("2026-05-06T12:00:00Z");
const SOON = "2026-05-06T13:00:00Z";
const LATER = "2026-05-07T12:00:00Z";

const imposed = (id: number, grade: string, until: string, place = "") => ({ id, kind: "sanctioned" as const, data: { grade, place, until }, excerpt: "Calm down." });
const lifted = (id: number, grade: string, place = "") => ({ id, kind: "sanction_lifted" as const, data: { grade, place }, excerpt: "" });
const refused = (place: string, until: string, after: number) => ({ place, until, reason: "Calm down.", after });
const hush = (known: Partial<Known>, place = "room:5", now = NOW) => hushIn(place, { notices: [], refused: [], silencedUntil: null, ...known }, now);

test("a mute holds in its room only", () => {
  const known = { notices: [imposed(3, "mute", SOON, "room:5")] };
  expect(hush(known)).toEqual({ place: "room:5", until: SOON, reason: "Calm down." });
  expect(hush(known, "room:6")).toBeNull();
});

test("a silence holds everywhere, until it is over", () => {
  const known = { notices: [imposed(3, "silence", SOON)] };
  expect(hush(known, "thread:2")?.until).toBe(SOON);
  expect(hush(known, "thread:2", Date.parse(SOON))).toBeNull();
});

test("of both, the one that lasts longer is told", () => {
  expect(hush({ notices: [imposed(4, "mute", LATER, "room:5"), imposed(3, "silence", SOON)] })?.until).toBe(LATER);
});

test("what was lifted holds no more, and what was imposed again does", () => {
  expect(hush({ notices: [lifted(4, "silence"), imposed(3, "silence", SOON)] })).toBeNull();
  expect(hush({ notices: [imposed(5, "silence", LATER), lifted(4, "silence"), imposed(3, "silence", SOON)] })?.until).toBe(LATER);
});

test("a refused post is remembered until the inbox says something newer", () => {
  const remembered = [refused("room:5", SOON, 7)];
  expect(hush({ refused: remembered })?.until).toBe(SOON);
  expect(hush({ refused: remembered, notices: [lifted(6, "mute", "room:5")] })?.until).toBe(SOON);
  expect(hush({ refused: remembered, notices: [lifted(8, "mute", "room:5")] })).toBeNull();
});

test("the member's card tells of a silence that the inbox has no line of", () => {
  expect(hush({ silencedUntil: SOON })?.until).toBe(SOON);
  expect(hush({ silencedUntil: SOON, notices: [lifted(4, "silence")] })).toBeNull();
});

test("a refusal for something else keeps nobody from writing", () => {
  expect(refusedIn("room:5", { code: "room.slow_mode", data: {} }, 0)).toBeNull();
  expect(refusedIn("room:5", { code: "member.silenced", data: { until: SOON, reason: "R" } }, 4)).toEqual({ place: "", until: SOON, reason: "R", after: 4 });
  expect(refusedIn("room:5", { code: "member.muted", data: { until: SOON } }, 4)).toEqual({ place: "room:5", until: SOON, reason: "", after: 4 });
});
