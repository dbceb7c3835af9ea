import { mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community } from "@/api/shapes";
import { speak } from "@/i18n";
import { useBoard } from "@/stores/board";
import { useCommunities } from "@/stores/communities";
import { useDrafts } from "@/stores/drafts";
import { ben, post } from "@/sync/fixtures";
import { useToast } from "@/ui/toast";

import DepartureNews from "./DepartureNews.vue";

const PLACE = "thread:3";
const left = { client_id: "c1", place: PLACE, tray: PLACE, files: [], draft: '["Oars",[]]', post: { to: "thread", thread: 3, parent: null, body: "Oars" } };
const { toasts, dismiss } = useToast();
let refusal: string | null;
let news: VueWrapper;

beforeEach(async () => {
  setActivePinia(createPinia());
  localStorage.clear();
  await speak("en");
  for (const { id } of [...toasts.value]) dismiss(id);
  refusal = null;
  vi.stubGlobal("fetch", async (_: string, { method }: { method?: string }) => {
    if (method !== "POST") return new Response(JSON.stringify({ results: [], next: null }));
    return refusal ? new Response(JSON.stringify({ code: refusal, data: {} }), { status: 403 }) : new Response(JSON.stringify(post(9, "09")));
  });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  await useBoard().load("lake");
  useDrafts().write(PLACE, "Oars");
  localStorage.setItem(`oxbow.departure.${ben.id}.${PLACE}`, JSON.stringify(left));
});
afterEach(() => {
  news.unmount();
  vi.unstubAllGlobals();
});

test.each([
  [null, "good", "What waited for the network has been sent.", ""],
  ["post.held", "plain", null, ""],
  ["forbidden", "danger", "Your role does not allow this.", "Oars"],
])("what the last page left goes out when the next one opens, and it is said what became of it: %s", async (code, tone, words, draft) => {
  refusal = code;
  news = mount(DepartureNews);
  await vi.waitFor(() => expect(toasts.value).toHaveLength(1));
  expect(toasts.value[0]?.tone).toBe(tone);
  if (words) expect(toasts.value[0]?.text).toBe(words);
  expect(useDrafts().text(PLACE)).toBe(draft);
});
