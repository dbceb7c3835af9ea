// @vitest-environment node
import { expect, test } from "vitest";

import type { Appeal, Sanction } from "@/api/shapes";
import { actionsFor } from "@/features/stream/actions";
import { ada, ben, message } from "@/sync/fixtures";

import { isCited } from "./citing";
import { answerOf, stateOf } from "./decision";
import { endOf, FOR_GOOD, lengthsOf } from "./lengths";
import { seenAround } from "./reported";

const NOW = Date.parse("2026-05-06T12:00:00Z");
const sanction = (more: Partial<Sanction>): Sanction => ({
  id: 1, grade: "silence", place: "", rule: "", reason: "", at: "2026-05-05T12:00:00Z", until: "2026-05-07T12:00:00Z", lifted_at: null, vote: "", holds: true, can_appeal: true, appeal: null, ...more,
});
const appeal = (more: Partial<Appeal>): Appeal => ({ words: "No.", at: "2026-05-05T12:00:00Z", due_at: "2026-05-08T12:00:00Z", outcome: "", answer: "", answered_at: null, by_same: false, ...more });

test("moderators see nothing of a direct room that came later", () => {
  expect(seenAround({ object: "message:8", author: "Ada", words: "", direct: true })).toBe("direct");
  expect(seenAround({ object: "message:8", author: "Ada", words: "" })).toBe("message");
  expect(seenAround({ object: "thread:2", author: "Ada", words: "" })).toBe("thread");
  expect(seenAround({ object: "member:3", author: "Ada", words: "" })).toBe("member");
});

test("a decision holds until its end, unless it was lifted; a notice never does", () => {
  expect(stateOf(sanction({}))).toBe("holds");
  expect(stateOf(sanction({ holds: false }))).toBe("over");
  expect(stateOf(sanction({ holds: false, lifted_at: "2026-05-06T11:00:00Z" }))).toBe("lifted");
  expect(stateOf(sanction({ grade: "notice", holds: false, until: null }))).toBe("told");
});

test("an appeal waits, is late, or was answered", () => {
  expect(answerOf(appeal({}), NOW)).toBe("waiting");
  expect(answerOf(appeal({ due_at: "2026-05-06T11:59:00Z" }), NOW)).toBe("late");
  expect(answerOf(appeal({ outcome: "upheld", due_at: "2026-05-06T11:59:00Z" }), NOW)).toBe("upheld");
});

test("members report the words of others, not their own, and nothing that is gone", () => {
  const reader = { me: ben.id, can: ["report.create"], recall: 2, now: NOW, saved: false };
  const offered = (more: object) => actionsFor(message(1, { author: ada, ...more }), reader).map(({ id }) => id);
  expect(offered({})).toContain("report");
  expect(offered({ author: ben })).not.toContain("report");
  expect(offered({ removed: "hidden" })).toEqual([]);
  expect(actionsFor(message(1), { ...reader, can: [] }).map(({ id }) => id)).not.toContain("report");
});

test("only a suspension may be for good, and a notice lasts not at all", () => {
  expect(lengthsOf("notice")).toEqual([]);
  expect(lengthsOf("silence")).not.toContain(FOR_GOOD);
  expect(lengthsOf("ban")).toContain(FOR_GOOD);
  expect(endOf("ban", FOR_GOOD, NOW)).toBeNull();
  expect(endOf("notice", 24, NOW)).toBeNull();
  expect(endOf("mute", 24, NOW)).toBe("2026-05-07T12:00:00.000Z");
});

test("an article or a reason is enough, and blanks are none", () => {
  expect(isCited({ article: "", reason: "  " })).toBe(false);
  expect(isCited({ article: "Be kind.", reason: "" })).toBe(true);
  expect(isCited({ article: "", reason: "Names." })).toBe(true);
});
