import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test } from "vitest";

import type { Community, Member, Notice } from "@/api/shapes";
import { ada, ben } from "@/sync/fixtures";

import { useCommunities } from "./communities";
import { useNotices } from "./notices";
import { useVoice } from "./voice";

const NOW = Date.now();
const UNTIL = new Date(NOW + 3_600_000).toISOString();
const refusal = { code: "member.muted", data: { until: UNTIL, reason: "Calm down." } };
const notice = (id: number, kind: Notice["kind"], data: Notice["data"]): Notice => ({ id, kind, actor: null, excerpt: "", place: "", number: 0, data, created_at: UNTIL, read: false });

function sitDown(as = ben): void {
  setActivePinia(createPinia());
  useCommunities().current = { id: 1, slug: "lake", me: { ...as, silenced_until: null } as unknown as Member, can: [] } as unknown as Community;
}

beforeEach(() => {
  localStorage.clear();
  sitDown();
});

test("what a post was refused for is remembered over a reload, in its room and for its author", () => {
  useVoice().learn("room:5", refusal);
  sitDown();
  expect(useVoice().hush("room:5", NOW)).toMatchObject({ until: UNTIL, reason: "Calm down." });
  expect(useVoice().hush("room:6", NOW)).toBeNull();
  sitDown(ada);
  expect(useVoice().hush("room:5", NOW)).toBeNull();
});

test("it is over when the inbox says so, and when its time has come", () => {
  const voice = useVoice();
  voice.learn("room:5", refusal);
  expect(voice.hush("room:5", Date.parse(UNTIL))).toBeNull();
  useNotices().list = [notice(9, "sanction_lifted", { grade: "mute", place: "room:5" })];
  expect(voice.hush("room:5", NOW)).toBeNull();
});

test("any other refusal is none of its business", () => {
  useVoice().learn("room:5", { code: "room.slow_mode", data: { retry_after: 5 } });
  expect(useVoice().hush("room:5", NOW)).toBeNull();
});
