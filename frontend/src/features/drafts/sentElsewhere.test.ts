import { mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defineComponent, nextTick } from "vue";

import type { Category, Community, Room } from "@/api/shapes";
import ThreadComposer from "@/features/board/ThreadComposer.vue";
import Composer from "@/features/stream/Composer.vue";
import { speak } from "@/i18n";
import { useBoard } from "@/stores/board";
import { useCommunities } from "@/stores/communities";
import { useConnection } from "@/stores/connection";
import { ben } from "@/sync/fixtures";

import { useDraft } from "./useDraft";

const room = { id: 5, community: 1, kind: "open", name: "River", topic: "", seq: 3, rev: 3, people: 2, can: ["room.post"], mine: { level: "all", read_seq: 0, unread: 0, mentions: 0 } } as unknown as Room;
const Field = defineComponent({ setup: () => useDraft("thread:2"), template: `<textarea v-model="body" />` });
let says: (frame: unknown) => void;
let field: VueWrapper;

class FakeWebSocket {
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor() {
    says = (frame) => this.onmessage?.({ data: JSON.stringify(frame) });
  }
  send() {}
  close() {}
}

const sentElsewhere = async (place: string) => {
  says({ on: "draft.saved", topic: "member.2", draft: { place, body: "", data: {}, rev: 1, updated_at: "2026-11-21T09:00:00Z" } });
  await nextTick();
};

/** Writes words and waits until they are saved. */
async function write(selector: string, words: string) {
  const input = field.get<HTMLInputElement>(selector);
  input.element.focus();
  await input.setValue(words);
  await vi.advanceTimersByTimeAsync(1_200);
  return input.element;
}

beforeEach(async () => {
  setActivePinia(createPinia());
  localStorage.clear();
  await speak("en");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", async (url: string, { body }: RequestInit) => {
    const place = /drafts\/([^/]+)/.exec(url)?.[1];
    return new Response(JSON.stringify({ ...JSON.parse(String(body ?? "{}")), place, rev: 1, updated_at: "2026-11-21T08:00:00Z" }));
  });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  useBoard().categories = [{ id: 4, name: "Talk", description: "" } as Category];
  useConnection().start();
});
afterEach(() => {
  field.unmount();
  useConnection().stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the composer empties under the writer's hands, once its words were sent from another device", async () => {
  field = mount(Composer, { props: { room, zone: null, replying: null, editing: null }, attachTo: document.body });
  const input = await write("textarea", "The ferry is la");
  expect(document.activeElement).toBe(input);
  await sentElsewhere("room:5");
  expect(input.value).toBe("");
});

test("words that were written on here stay in the composer", async () => {
  field = mount(Composer, { props: { room, zone: null, replying: null, editing: null }, attachTo: document.body });
  const input = await write("textarea", "The ferry is la");
  await field.get("textarea").setValue("The ferry is lazy");
  await sentElsewhere("room:5");
  expect(input.value).toBe("The ferry is lazy");
});

test("a reply that was sent from another device is gone from its field", async () => {
  field = mount(Field, { attachTo: document.body });
  const input = await write("textarea", "Oars");
  await sentElsewhere("thread:2");
  expect(input.value).toBe("");
});

test("a thread that was published from another device is gone from its form", async () => {
  field = mount(ThreadComposer, { attachTo: document.body, global: { stubs: { RouterLink: true } } });
  const title = await write('[data-testid="thread-title"]', "Boats");
  const body = await write('[data-testid="thread-body"]', "Oars");
  await sentElsewhere("category:4");
  expect([title.value, body.value]).toEqual(["", ""]);
});
