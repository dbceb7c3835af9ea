import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Category, Proposal } from "@/api/shapes";
import { speak } from "@/i18n";
import { useBoard } from "@/stores/board";
import { message } from "@/sync/fixtures";

import { chosen, flip, picksOf } from "./proposal";
import ProposeSheet from "./ProposeSheet.vue";
import type { Target } from "./useProposal";

const rows = [2, 4, 7, 9].map((seq) => message(seq));
const proposal: Proposal = {
  anchor: 104, messages: rows, unsure: [107, 109], ticked: [102, 104, 107], title: "Where to moor", category: 6, tags: ["boats"],
};
let asked: { method: string; url: string; body: Record<string, unknown> }[];

const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const items = () => [...document.querySelectorAll<HTMLElement>('[data-testid="proposal-message"]')];

async function open(target: Target) {
  const sheet = mount(ProposeSheet, { attachTo: document.body, props: { room: 5, target, open: true } });
  await flushPromises();
  return sheet;
}

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
  asked = [];
  useBoard().categories = [{ id: 4, name: "Talk" }, { id: 6, name: "Boats" }] as Category[];
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    asked.push({ method: method ?? "GET", url, body: body ? JSON.parse(String(body)) : {} });
    if (url.endsWith("/proposal/")) return new Response(JSON.stringify(proposal));
    if (url.includes("/conversations/")) return new Response(JSON.stringify({ results: [message(1, { removed: "deleted" }), ...rows], next: null }));
    return new Response(JSON.stringify({ id: 7, room: 5, state: "done", title: "Boats", count: 2, consents: [] }));
  });
});
afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

test("ticks are the proposal's until somebody changes them", () => {
  const picks = picksOf(proposal);
  expect(chosen(picks)).toEqual([102, 104, 107]);
  expect(chosen(flip(flip(picks, 109), 102))).toEqual([104, 107, 109]);
  expect(picks.map((pick) => pick.sure)).toEqual([true, true, false, false]);
});

test("a conversation arrives ticked, is adjusted by one and promoted with its anchor", async () => {
  const sheet = await open({ message: 104 });
  expect(items().map((one) => one.dataset.ticked)).toEqual(["true", "true", "true", "false"]);
  expect(items().map((one) => one.dataset.sure)).toEqual(["true", "true", "false", "false"]);
  items()[2]!.click();
  await flushPromises();
  find("promote-confirm")!.click();
  await flushPromises();
  expect(asked[1]).toMatchObject({
    url: "/api/v1/rooms/5/promotions/",
    body: { messages: [102, 104], title: "Where to moor", category: 6, tags: ["boats"], ask: false, anchor: 104 },
  });
  expect(sheet.emitted("promoted")).toHaveLength(1);
});

test("nothing is fetched twice on the way from a message to its promotion", async () => {
  await open({ message: 104 });
  items()[0]!.click();
  items()[0]!.click();
  await flushPromises();
  expect(asked.map((one) => one.url)).toEqual(["/api/v1/messages/104/proposal/"]);
});

test("a whole conversation is anchored at its first standing message", async () => {
  await open({ conversation: 88 });
  expect(asked.map((one) => one.url)).toEqual(["/api/v1/conversations/88/messages/", "/api/v1/messages/102/proposal/"]);
});

test("where nothing can be proposed the sheet says why and tries again", async () => {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ code: "promotion.folded", data: {} }), { status: 409 }));
  await open({ message: 104 });
  expect(document.body.textContent).toContain("already stand in a thread");
  expect(find("promote-confirm")).toHaveProperty("disabled", true);
});
