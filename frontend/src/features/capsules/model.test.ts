import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { routerKey } from "vue-router";

import type { CapsuleDraft, CapsuleSettings } from "@/api/shapes";
import { speak } from "@/i18n";
import { ada } from "@/sync/fixtures";

import CapsuleSheet from "./CapsuleSheet.vue";
import ModelSwitch from "./ModelSwitch.vue";

let settings: CapsuleSettings;
let draft: CapsuleDraft;
let refuse: boolean;

async function answer(url: string, { method = "GET", body }: RequestInit): Promise<Response> {
  if (url.endsWith("/capsule/")) return new Response(JSON.stringify(draft));
  if (method === "PATCH" && refuse) return new Response(JSON.stringify({ code: "forbidden", data: {} }), { status: 403 });
  if (method === "PATCH") settings = { ...settings, ...JSON.parse(String(body)) };
  return new Response(JSON.stringify(settings));
}

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
  settings = { model: false, available: true };
  refuse = false;
  const line = { text: "At the old bridge.", sources: [{ message: 101, seq: 1, author: ada }] };
  draft = { title: "Where to moor", parts: [{ kind: "answer", lines: [line] }], by_model: false, sent: null };
  vi.stubGlobal("fetch", answer);
});
enableAutoUnmount(afterEach);
afterEach(() => vi.unstubAllGlobals());

async function modelSwitch() {
  const row = mount(ModelSwitch, { props: { slug: "lake" } });
  await flushPromises();
  return { row, toggle: row.get('[role="switch"]') };
}

test("a host lets the language model word drafts, and takes it back", async () => {
  const { toggle } = await modelSwitch();
  for (const on of [true, false]) {
    await toggle.trigger("click");
    await flushPromises();
    expect(settings.model).toBe(on);
  }
});

test("a refused switch goes back and says why", async () => {
  refuse = true;
  const { row, toggle } = await modelSwitch();
  await toggle.trigger("click");
  await flushPromises();
  expect(toggle.attributes("aria-checked")).toBe("false");
  expect(row.text()).toContain("role does not allow");
});

test("where the operator has none it cannot be put on, but off", async () => {
  settings = { model: false, available: false };
  expect((await modelSwitch()).toggle.attributes("disabled")).toBeDefined();
  settings = { model: true, available: false };
  expect((await modelSwitch()).toggle.attributes("disabled")).toBeUndefined();
});

async function drafted(): Promise<string> {
  mount(CapsuleSheet, { global: { stubs: { RouterLink: true }, provide: { [routerKey as symbol]: {} } }, props: { open: true, from: { conversation: 3 } }, attachTo: document.body });
  await flushPromises();
  return document.querySelector('[data-testid="capsule-editor"]')?.textContent ?? "";
}
const shown = () => document.querySelector('[data-testid="capsule-sent"] pre')?.textContent;

test("whoever makes a draft reads all that the model was shown", async () => {
  draft = { ...draft, by_model: true, sent: "You edit the notes.\n1. Where?" };
  expect(await drafted()).toContain("Drafted by the language model");
  expect(shown()).toBe("You edit the notes.\n1. Where?");
});

test("what was sent is shown too where the model did not help", async () => {
  draft = { ...draft, sent: "You edit the notes." };
  expect(await drafted()).toContain("gave no useful answer");
  expect(shown()).toBe("You edit the notes.");
});

test("without a model nothing was sent, and nothing says so", async () => {
  expect(await drafted()).toContain("Picked from the talk");
  expect(shown()).toBeUndefined();
});
