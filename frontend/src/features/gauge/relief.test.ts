import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community, MemberRef, Room, Suggestion } from "@/api/shapes";
import { speak } from "@/i18n";
import { useBoard } from "@/stores/board";
import { useCommunities } from "@/stores/communities";
import { ada, ben, conversation } from "@/sync/fixtures";

import SplitGroup from "./SplitGroup.vue";
import SuggestionList from "./SuggestionList.vue";

const room = { id: 5, name: "River", kind: "open", can: ["room.edit"] } as unknown as Room;
const people: MemberRef[] = [ada, ben, ...Array.from({ length: 14 }, (_, at) => ({ id: 10 + at, name: `Member ${at}`, hue: 0, role: "member" as const }))];
let asked: { url: string; body: Record<string, unknown> }[];
let broken: boolean;
let suggestions: Suggestion[];
let refused: { conversation: number; error: unknown }[];

function answer(url: string, body: Record<string, unknown>): unknown {
  if (url.endsWith("/split/")) return { ...room, id: 8, name: body.name };
  if (url.endsWith("/suggestions/")) return { results: suggestions, next: null };
  if (url.endsWith("/promote/")) return { done: (body.conversations as number[]).filter((id) => !refused.some((one) => one.conversation === id)), refused };
  return { ...room, id: 8, name: "River 1" };
}

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
  asked = [];
  broken = false;
  refused = [];
  suggestions = Array.from({ length: 23 }, (_, at) => ({ id: at, room: 5, why: "overload" as const, conversation: conversation(at), lines: [], created_at: "2026-11-21T09:00:00Z" }));
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: ["suggestion.decide"] } as unknown as Community;
  useBoard().categories = [{ id: 4, name: "Plans", room: null }] as unknown as ReturnType<typeof useBoard>["categories"];
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit) => {
    const form = body ? JSON.parse(String(body)) : {};
    if (method === "POST") asked.push({ url: url.replace("/api/v1/", ""), body: form });
    if (broken) return new Response(JSON.stringify({ code: "server.error" }), { status: 500 });
    return new Response(JSON.stringify(answer(url, form)));
  });
});
enableAutoUnmount(afterEach);
afterEach(() => vi.unstubAllGlobals());

function group() {
  return mount(SplitGroup, { global: { stubs: { RouterLink: { template: "<a><slot /></a>" } } }, props: { room, people, number: 1 } });
}

test("everybody on a list comes into the new room at one tap", async () => {
  const list = group();
  await list.get("form").trigger("submit");
  await flushPromises();
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ url: "rooms/5/load/split/", body: { name: "River 1" } });
  expect(asked[0]!.body.members).toEqual(people.map((one) => one.id).filter((id) => id !== ben.id));
  expect(list.get('[data-testid="split-made"]').text()).toContain("River 1");
});

test("a second try after a lost answer opens no second room", async () => {
  const list = group();
  for (const lost of [true, false]) {
    broken = lost;
    await list.get("form").trigger("submit");
    await flushPromises();
  }
  expect(asked).toHaveLength(2);
  expect(asked[0]!.body.client_id).toBe(asked[1]!.body.client_id);
  expect(list.find('[data-testid="split-made"]').exists()).toBe(true);
});

async function suggestionList() {
  const list = mount(SuggestionList, { props: { room: 5 } });
  await flushPromises();
  return list;
}

test("all suggestions are chosen and promoted at once, in portions that the server takes", async () => {
  const list = await suggestionList();
  await list.get('[data-testid="suggestions-all"]').trigger("click");
  await list.get('[data-testid="suggestions-promote"]').trigger("click");
  await flushPromises();
  expect(asked.map(({ body }) => (body.conversations as number[]).length)).toEqual([20, 3]);
  expect(list.findAll('[data-testid="suggestion"]')).toHaveLength(0);
});

test("what was refused stays and says why", async () => {
  refused = [{ conversation: 2, error: { code: "promotion.folded", data: {} } }];
  const list = await suggestionList();
  await list.get('[data-testid="suggestions-all"]').trigger("click");
  await list.get('[data-testid="suggestions-promote"]').trigger("click");
  await flushPromises();
  expect(list.findAll('[data-testid="suggestion"]').map((row) => row.attributes("data-id"))).toEqual(["2"]);
  expect(list.text()).toContain("already stand in a thread");
});

test("all can be let go again", async () => {
  const list = await suggestionList();
  const all = list.get('[data-testid="suggestions-all"]');
  await all.trigger("click");
  expect(all.text()).toBe("Choose none");
  await all.trigger("click");
  expect(list.get('[data-testid="suggestions-promote"]').attributes("disabled")).toBeDefined();
});
