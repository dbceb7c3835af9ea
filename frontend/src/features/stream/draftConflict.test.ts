import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community, Room } from "@/api/shapes";
import DraftConflict from "@/features/drafts/DraftConflict.vue";
import { speak } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { useDrafts } from "@/stores/drafts";
import { ben, message } from "@/sync/fixtures";

import Composer from "./Composer.vue";

const room = { id: 5, community: 1, kind: "open", name: "River", topic: "", seq: 3, rev: 3, people: 2, can: ["room.post"], mine: { level: "all", read_seq: 0, unread: 0, mentions: 0 } } as unknown as Room;
const theirs = { place: "room:5", body: "from the phone", data: {}, rev: 7, updated_at: "2026-11-21T09:00:00Z" };
let box: VueWrapper;
let saved: Record<string, unknown>[];
const field = () => box.find<HTMLTextAreaElement>('[data-testid="composer-input"]');
const conflict = () => box.findComponent(DraftConflict);

beforeEach(async () => {
  setActivePinia(createPinia());
  localStorage.clear();
  await speak("en");
  saved = [];
  vi.stubGlobal("fetch", async (url: string, { body }: RequestInit) => {
    if (!url.includes("/drafts/")) return new Response("{}");
    const draft = JSON.parse(String(body ?? "{}")) as { base: number };
    saved.push(draft as unknown as Record<string, unknown>);
    return draft.base === theirs.rev ? new Response(JSON.stringify({ ...theirs, ...draft, rev: 8 })) : new Response(JSON.stringify({ code: "draft.changed", data: { draft: theirs } }), { status: 409 });
  });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  box = mount(Composer, { props: { room, zone: null, replying: null, editing: null }, attachTo: document.body });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await field().setValue("from the desk");
  await vi.advanceTimersByTimeAsync(1_200);
  vi.useRealTimers();
  await vi.waitFor(() => expect(conflict().exists()).toBe(true));
});
afterEach(() => {
  box.unmount();
  vi.unstubAllGlobals();
});

test("words that were begun on two devices: the ones from there stand in the composer once they are chosen", async () => {
  expect(field().element.value).toBe("from the desk");
  await conflict().get('[data-testid="draft-take"]').trigger("click");
  await flushPromises();
  expect([field().element.value, useDrafts().conflicts.size]).toEqual(["from the phone", 0]);
});

test("the ones from here are saved over theirs once they are chosen, and not before", async () => {
  expect(saved.map(({ base }) => base)).toEqual([0]);
  await conflict().get('[data-testid="draft-keep"]').trigger("click");
  await vi.waitFor(() => expect(saved.map(({ body, base }) => [body, base]).at(-1)).toEqual(["from the desk", 7]));
  expect([field().element.value, conflict().exists()]).toEqual(["from the desk", false]);
});

test("while a message is being edited its words are in question, not the draft's", async () => {
  await box.setProps({ editing: message(3, { author: ben }) });
  expect([conflict().exists(), field().element.value]).toEqual([false, "words 3"]);
});
