// @vitest-environment node
import { expect, test } from "vitest";

import { addressOf, placeOf } from "./notices";

test("a notice leads to the message or post it speaks of", () => {
  expect(placeOf({ kind: "mention", place: "room:5", number: 812, data: {} })).toEqual({ kind: "room", id: 5, seq: 812 });
  expect(placeOf({ kind: "promoted", place: "thread:2", number: 0, data: {} })).toEqual({ kind: "thread", id: 2, seq: null });
  expect(placeOf({ kind: "report_settled", place: "", number: 0, data: { verdict: "keep" } })).toBeNull();
});

test("a line of several messages leads to the first of them", () => {
  const place = placeOf({ kind: "direct", place: "room:5", number: 812, data: { first: 809, seq: 812, count: 4 } });
  expect(place).toEqual({ kind: "room", id: 5, seq: 809 });
});

test("a reminder leads to what was saved, where it was said", () => {
  const told = (data: object) => placeOf({ kind: "saved_reminder", place: "", number: 0, data: data as never });
  expect(told({ room: 5, thread: null, seq: 812 })).toEqual({ kind: "room", id: 5, seq: 812 });
  expect(told({ room: null, thread: 2, seq: 4 })).toEqual({ kind: "thread", id: 2, seq: 4 });
  expect(told({ room: null, thread: 2, seq: null })).toEqual({ kind: "thread", id: 2, seq: null });
});

test("its address can be opened elsewhere", () => {
  expect(addressOf({ kind: "thread", id: 2, seq: 9 }, "lake")).toBe("/c/lake/t/2/p/9");
  expect(addressOf({ kind: "room", id: 5, seq: null }, "lake")).toBe("/c/lake/r/5");
});

test("a digest opens the one of its day", () => {
  const place = placeOf({ kind: "digest", place: "", number: 0, data: { kind: "weekly", day: "2026-11-22", items: 4 } });
  expect(place).toEqual({ kind: "digest", digest: "weekly", day: "2026-11-22" });
  expect(place && addressOf(place, "lake")).toBe("/c/lake/digest/weekly?day=2026-11-22");
});

test("a digest that nobody can find leads nowhere", () => {
  expect(placeOf({ kind: "digest", place: "", number: 0, data: { kind: "recall", day: "2026-11-22" } })).toBeNull();
  expect(placeOf({ kind: "digest", place: "", number: 0, data: {} })).toBeNull();
});

test("what moderators decided is read where it can be appealed against", () => {
  const place = placeOf({ kind: "appeal_answered", place: "", number: 0, data: { sanction: 12, outcome: "upheld" } });
  expect(place && addressOf(place, "lake")).toBe("/c/lake/me/decisions?at=12");
  const old = placeOf({ kind: "sanctioned", place: "", number: 0, data: { grade: "silence" } });
  expect(old && addressOf(old, "lake")).toBe("/c/lake/me/decisions");
});

test("news of one's own data lead to where it is fetched and an erasure taken back", () => {
  const place = placeOf({ kind: "export_ready", place: "", number: 0, data: {} });
  expect(place && addressOf(place, "lake")).toBe("/c/lake/me#my-data");
  expect(placeOf({ kind: "erasure_asked", place: "", number: 0, data: { day: "2026-11-30" } })).toEqual(place);
});

test("whom a jury is to judge is led to where they answer", () => {
  const place = placeOf({ kind: "jury_summons", place: "", number: 0, data: { trial: 5 } });
  expect(place && addressOf(place, "lake")).toBe("/c/lake/me/decisions");
});

test("who is drawn for a jury is led to the trial; everybody else to what juries decided", () => {
  const at = (kind: "jury_called" | "jury_decided" | "jury_returned", data: Record<string, unknown>) => addressOf(placeOf({ kind, place: "", number: 0, data })!, "lake");
  expect(at("jury_called", { trial: 5 })).toBe("/c/lake/jury/5");
  expect(at("jury_decided", { trial: 5, part: "juror" })).toBe("/c/lake/jury/5");
  expect(at("jury_decided", { trial: 5, part: "asked" })).toBe("/c/lake/jury");
  expect(at("jury_decided", { part: "about" })).toBe("/c/lake/jury");
  expect(at("jury_returned", { trial: 5, why: "too_few" })).toBe("/c/lake/jury");
});

test("what waits for a moderator leads into the queue, which is no page of the app", () => {
  const at = (kind: "appeal_made" | "case_given" | "work_waits", data: Record<string, unknown>) => addressOf(placeOf({ kind, place: "", number: 0, data })!, "lake");
  expect(at("case_given", { case: 7 })).toBe("/admin/moderation/case/7/change/");
  expect(at("work_waits", { cases: 2, appeals: 0 })).toBe("/admin/moderation/case/?state=late");
  expect(at("work_waits", { cases: 0, appeals: 2 })).toBe("/admin/moderation/appeal/?state=late");
  expect(at("appeal_made", { appeals: 1, appeal: 7 })).toBe("/admin/moderation/appeal/7/change/");
  expect(at("appeal_made", { appeals: 2, appeal: 7 })).toBe("/admin/moderation/appeal/?state=open");
});

test("whose name was taken away is led to where they choose another one", () => {
  const at = (data: Record<string, unknown>) => placeOf({ kind: "words_hidden", place: "", number: 0, data });
  expect(addressOf(at({ object: "member:5", goes: "name" })!, "lake")).toBe("/c/lake/me");
  expect(at({ object: "member:5" })).toBeNull();
});
