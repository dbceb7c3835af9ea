import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Category, Community } from "@/api/shapes";
import DraftConflict from "@/features/drafts/DraftConflict.vue";
import { speak } from "@/i18n";
import { useBoard } from "@/stores/board";
import { useCommunities } from "@/stores/communities";
import { useDrafts } from "@/stores/drafts";
import { ben } from "@/sync/fixtures";

import ThreadComposer from "./ThreadComposer.vue";

const PLACE = "category:4";
const theirs = { place: PLACE, body: "from the phone", data: { title: "Oars", tags: ["lake"] }, rev: 7, updated_at: "2026-11-21T09:00:00Z" };
let form: VueWrapper;

const field = (testid: string) => form.find<HTMLInputElement>(`[data-testid="${testid}"]`);
const fields = () => [field("thread-title").element.value, field("thread-body").element.value];

beforeEach(async () => {
  setActivePinia(createPinia());
  localStorage.clear();
  await speak("en");
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ code: "draft.changed", data: { draft: theirs } }), { status: 409 }));
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  useBoard().categories = [{ id: 4, name: "Talk", description: "" } as Category];
  form = mount(ThreadComposer, { attachTo: document.body });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await field("thread-title").setValue("Boats");
  await field("thread-body").setValue("from the desk");
  await vi.advanceTimersByTimeAsync(1_200);
  vi.useRealTimers();
  await vi.waitFor(() => expect(form.findComponent(DraftConflict).exists()).toBe(true));
});
afterEach(() => {
  form.unmount();
  vi.unstubAllGlobals();
});

test("a thread that was begun on two devices shows both versions, with their titles", async () => {
  const conflict = form.findComponent(DraftConflict);
  await conflict.findAll("button")[2]!.trigger("click");
  expect(conflict.findAll("dd").map((one) => one.text())).toEqual(["Boats\n\nfrom the desk", "Oars\n\nfrom the phone\n\n#lake"]);
  expect(fields()).toEqual(["Boats", "from the desk"]);
});

test("the one that is chosen stands in the form", async () => {
  await form.find('[data-testid="draft-take"]').trigger("click");
  await flushPromises();
  expect(fields()).toEqual(["Oars", "from the phone"]);
  expect(useDrafts().conflicts.size).toBe(0);
});

test("a form that stood before the board arrived takes the first category, and keeps what was written", async () => {
  form.unmount();
  useBoard().categories = [];
  form = mount(ThreadComposer, { attachTo: document.body });
  await field("thread-title").setValue("Herons");
  await field("thread-body").setValue("on the far bank");
  expect(field("thread-publish").element.disabled).toBe(true);
  useBoard().categories = [{ id: 9, name: "Birds", description: "" } as Category];
  await flushPromises();
  expect(field("thread-publish").element.disabled).toBe(false);
  expect(fields()).toEqual(["Herons", "on the far bank"]);
  expect(useDrafts().text("category:9")).toBe("on the far bank");
});

test("a thread that finds no network waits in its form, and stands once there is one", async () => {
  await form.find('[data-testid="draft-keep"]').trigger("click");
  const sent: Record<string, unknown>[] = [];
  let away = true;
  vi.stubGlobal("fetch", async (_: string, { method, body }: { method?: string; body?: string }) => {
    if (method !== "POST") return new Response(JSON.stringify({ ...theirs, ...JSON.parse(body ?? "{}"), rev: 8 }));
    sent.push(JSON.parse(body ?? "{}"));
    if (away) throw new TypeError("no network");
    return new Response(JSON.stringify({ id: 77, rev: 1 }));
  });
  await form.find("form").trigger("submit");
  await vi.waitFor(() => expect(form.find('[data-testid="departure"]').exists()).toBe(true));
  expect([fields(), form.find('[role="alert"]').exists(), form.emitted("done")]).toEqual([["Boats", "from the desk"], false, undefined]);
  away = false;
  await form.find("form").trigger("submit");
  await vi.waitFor(() => expect(form.emitted("done")).toEqual([[77]]));
  expect(new Set(sent.map(({ client_id }) => client_id)).size).toBe(1);
});
