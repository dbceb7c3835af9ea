import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRouter, createWebHistory } from "vue-router";

import type { Community, Digest as DigestShape, DigestItem } from "@/api/shapes";
import { speak } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { ben } from "@/sync/fixtures";

import Digest from "./Digest.vue";
import { becauseOf, textOf, titleOf } from "./words";

const item = (more: Partial<DigestItem> = {}): DigestItem => ({
  title: "Where to moor", text: "", by: "", place: "Square", reason: "took_part", count: 3, url: "/c/lake/r/5/m/101",
  lines: [{ by: "Ada", text: "At the old bridge.", url: "/c/lake/r/5/m/102" }], ...more,
});
const named = (key: string, values: Record<string, string> = {}) => [key, ...Object.values(values)].join(" ");

let answer: () => Response;
let asked: string[];

function told(sections: DigestShape["sections"], figures: DigestShape["figures"] = []): Response {
  return new Response(JSON.stringify({ kind: "daily", items: 2, sections, figures }));
}

async function show(props: { kind: "daily" | "weekly"; day: string | null }) {
  const anywhere = { template: "<div />" };
  const router = createRouter({ history: createWebHistory(), routes: [{ path: "/c/:slug/me", name: "me", component: anywhere }, { path: "/:rest(.*)*", component: anywhere }] });
  const page = mount(Digest, { global: { plugins: [router] }, props: { slug: "lake", ...props }, attachTo: document.body });
  await flushPromises();
  return page;
}

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
  asked = [];
  answer = () => told([{ name: "conversations", items: [item()] }]);
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  vi.stubGlobal("fetch", async (url: string) => (asked.push(url.replace("/api/v1/", "")), answer()));
});
enableAutoUnmount(afterEach);
afterEach(() => vi.unstubAllGlobals());

test("each thing says why it is there, in two words and, when asked, in a sentence", async () => {
  const page = await show({ kind: "daily", day: null });
  const why = page.get('[data-testid="digest-why"]');
  expect(why.text()).toBe("You took part");
  await why.trigger("click");
  await vi.waitFor(() => expect(document.querySelector('[data-testid="digest-because"]')?.textContent).toContain("You wrote in this conversation"));
});

test("it leads to the words themselves, and each key line to its message", async () => {
  const page = await show({ kind: "daily", day: null });
  expect(page.findAll("a").map((link) => link.attributes("href"))).toEqual(["/c/lake/r/5/m/101", "/c/lake/r/5/m/102"]);
  expect(page.text()).toContain("Square · 3 new messages");
});

test("a digest of a day asks for that day, and says so", async () => {
  const page = await show({ kind: "weekly", day: "2026-11-22" });
  expect(asked).toEqual(["communities/lake/digests/preview/?kind=weekly&day=2026-11-22"]);
  expect(page.text()).toContain("From November 22, 2026");
});

test("with nothing to tell it says that nothing would be sent", async () => {
  answer = () => told([]);
  expect((await show({ kind: "daily", day: null })).text()).toContain("Nothing to tell");
});

test("a refusal can be tried again", async () => {
  answer = () => new Response(JSON.stringify({ code: "server.error" }), { status: 500 });
  const page = await show({ kind: "daily", day: null });
  answer = () => told([{ name: "conversations", items: [item()] }]);
  await page.get("button").trigger("click");
  await flushPromises();
  expect(page.findAll('[data-testid="digest-item"]')).toHaveLength(1);
});

test("sections and figures that this page has no words for yet do no harm", async () => {
  answer = () => told([{ name: "gatherings", items: [item()] }], [{ name: "messages", count: 1 }, { name: "cups of tea", count: 9 }]);
  const page = await show({ kind: "weekly", day: null });
  expect(page.get("h2").text()).toBe("More");
  expect(page.text()).toContain("1 message");
  expect(page.text()).not.toContain("tea");
});

test("a call says who called, and where", () => {
  const call = item({ title: "", by: "Ada", text: "@Ben come!", reason: "mentioned" });
  expect(titleOf(call, named)).toBe("digest.call.mentioned Ada Square");
  expect(textOf(call, named)).toBe("@Ben come!");
  expect(titleOf({ ...call, place: "", reason: "answered" }, named)).toBe("digest.call.answered Ada digest.private");
});

test("what has a title says whose words stand under it, or who spoke last", () => {
  expect(textOf(item({ by: "Ada", text: "Tea?" }), named)).toBe("digest.by Ada Tea?");
  expect(textOf(item({ by: "Ada", reason: "followed" }), named)).toBe("digest.lastBy Ada");
});

test("a room with news is there for another reason than a new thread", () => {
  expect([becauseOf("rooms", "new"), becauseOf("fresh", "new")]).toEqual(["room", "new"]);
});
