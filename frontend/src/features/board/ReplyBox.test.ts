import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community } from "@/api/shapes";
import DraftConflict from "@/features/drafts/DraftConflict.vue";
import { speak } from "@/i18n";
import { useBoard } from "@/stores/board";
import { useCommunities } from "@/stores/communities";
import { useDepartures } from "@/stores/departures";
import { useDrafts } from "@/stores/drafts";
import { ben, post } from "@/sync/fixtures";

import ReplyBox from "./ReplyBox.vue";

const theirs = { place: "thread:3", body: "from the phone", data: {}, rev: 7, updated_at: "2026-11-21T09:00:00Z" };
let away: boolean;
let differs: boolean;
let posted: Record<string, unknown>[];
let box: VueWrapper;

const field = () => box.find<HTMLTextAreaElement>('[data-testid="thread-reply-input"]');
const notes = () => box.findAll('[data-testid="departure"]').map((one) => one.find("span").text());

function answer(url: string, method: string, body: string | undefined): Response {
  if (differs && url.includes("/drafts/")) return new Response(JSON.stringify({ code: "draft.changed", data: { draft: theirs } }), { status: 409 });
  if (method !== "POST") return new Response(JSON.stringify({ ...theirs, ...JSON.parse(body ?? "{}"), results: [], next: null }));
  posted.push(JSON.parse(body ?? "{}"));
  if (away) throw new TypeError("no network");
  return new Response(JSON.stringify(post(9, "09")));
}

function open(answering = null as ReturnType<typeof post> | null): void {
  box = mount(ReplyBox, { props: { thread: 3, answering }, global: { stubs: { RouterLink: true } }, attachTo: document.body });
}

async function send(): Promise<void> {
  await field().setValue("Oars");
  await box.find("form").trigger("submit");
  await flushPromises();
}

beforeEach(async () => {
  setActivePinia(createPinia());
  localStorage.clear();
  await speak("en");
  [away, differs] = [true, false];
  posted = [];
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method?: string; body?: string }) => answer(url, method ?? "GET", body));
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  await useBoard().load("lake");
  open();
});
afterEach(() => {
  for (const { place } of useDepartures().waiting) useDepartures().takeBack(place);
  box.unmount();
  vi.unstubAllGlobals();
});

test("without a network a reply stays in its field and says that it goes out by itself; then it does, once", async () => {
  await send();
  expect([field().element.value, notes()]).toEqual(["Oars", ["Not sent yet. It goes out by itself once you are back online."]]);
  expect(box.find('[role="alert"]').exists()).toBe(false);
  away = false;
  await useDepartures().flush();
  await flushPromises();
  expect([field().element.value, notes(), box.emitted("sent")?.length]).toEqual(["", [], 1]);
  expect(new Set(posted.map(({ client_id }) => client_id)).size).toBe(1);
});

test("it can be taken back: the words stay, and nothing goes out", async () => {
  await send();
  const tried = posted.length;
  await box.find('[data-testid="departure-back"]').trigger("click");
  away = false;
  await useDepartures().flush();
  expect([field().element.value, notes(), posted.length]).toEqual(["Oars", [], tried]);
});

test("what is written on is another reply, and waits for a press of its own", async () => {
  await send();
  await field().setValue("Oars and a sail");
  await vi.waitFor(() => expect(notes()).toEqual([]));
  away = false;
  await box.find("form").trigger("submit");
  await vi.waitFor(() => expect(box.emitted("sent")).toHaveLength(1));
  expect(posted.at(-1)).toMatchObject({ body: "Oars and a sail" });
  expect(posted.at(-1)?.client_id).not.toBe(posted[0]?.client_id);
});

test("an answer to one post that waits is seen from the thread's own field too", async () => {
  box.unmount();
  open(post(2, "02"));
  await send();
  await box.setProps({ answering: null });
  expect(notes()).toEqual(["OarsNot sent yet. It goes out by itself once you are back online."]);
});

test("a reply that was begun on two devices shows both versions, and the one that is chosen stands in the field", async () => {
  differs = true;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await field().setValue("from the desk");
  await vi.advanceTimersByTimeAsync(1_200);
  vi.useRealTimers();
  await vi.waitFor(() => expect(box.findComponent(DraftConflict).exists()).toBe(true));
  expect(field().element.value).toBe("from the desk");
  await box.find('[data-testid="draft-take"]').trigger("click");
  await flushPromises();
  expect([field().element.value, useDrafts().conflicts.size]).toEqual(["from the phone", 0]);
});
