import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { User, Wishes } from "@/api/shapes";
import { speak } from "@/i18n";
import { useSession } from "@/stores/session";

import DigestSection from "./DigestSection.vue";

let kept: Wishes;
let refuse: boolean;
let sent: unknown[];
let page: VueWrapper;

async function answer(url: string, { method = "GET", body }: RequestInit): Promise<Response> {
  if (url.endsWith("/account/")) return new Response(JSON.stringify({ ...useSession().user, ...JSON.parse(String(body)) }));
  if (method === "PATCH") {
    if (refuse) return new Response(JSON.stringify({ code: "server.error" }), { status: 500 });
    sent.push(JSON.parse(String(body)));
    kept = { ...kept, ...JSON.parse(String(body)) };
  }
  return new Response(JSON.stringify(kept));
}
const toggle = (id: string) => page.get(`[data-testid="${id}"] [role="switch"]`);
const day = (name: string) => page.get<HTMLInputElement>(`input[aria-label="${name}"]`);

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
  kept = { daily: true, weekly: true, hour: 8, days: [1, 2], weekday: 7, scope: "all", channel: "both" };
  refuse = false;
  sent = [];
  useSession().user = { id: 1, username: "ben", email: "", timezone: "Europe/Berlin" } as User;
  vi.stubGlobal("fetch", answer);
  page = mount(DigestSection, { global: { stubs: { DigestLinks: true } }, attachTo: document.body });
  await flushPromises();
});
enableAutoUnmount(afterEach);
afterEach(() => vi.unstubAllGlobals());

test("days are chosen one by one, and the last one stays", async () => {
  await day("Wednesday").setValue(true);
  await day("Monday").setValue(false);
  await day("Tuesday").setValue(false);
  await flushPromises();
  expect(sent).toEqual([{ days: [1, 2, 3] }, { days: [2, 3] }, { days: [3] }]);
  expect(day("Wednesday").element.disabled).toBe(true);
});

test("changes made quickly all arrive, in their order", async () => {
  void toggle("digest-daily").trigger("click");
  void toggle("digest-weekly").trigger("click");
  await flushPromises();
  expect(sent).toEqual([{ daily: false }, { weekly: false }]);
  expect(kept).toMatchObject({ daily: false, weekly: false });
});

test("who wants neither is asked for no hour and no channel", async () => {
  await toggle("digest-daily").trigger("click");
  await toggle("digest-weekly").trigger("click");
  await flushPromises();
  expect(page.find('[data-testid="digest-hour"]').exists()).toBe(false);
  expect(page.find('[data-testid="digest-channel"]').exists()).toBe(false);
});

test("a refused change goes back and says why", async () => {
  refuse = true;
  await toggle("digest-daily").trigger("click");
  expect(toggle("digest-daily").attributes("aria-checked")).toBe("false");
  await flushPromises();
  expect(toggle("digest-daily").attributes("aria-checked")).toBe("true");
  expect(page.get('[role="alert"]').text()).toContain("stumbled");
});

test("letters need an address, which can be given here", async () => {
  expect(page.text()).toContain("Without an address");
  await page.get('input[type="email"]').setValue("ben@lake.test");
  await page.get('[data-testid="address-form"]').trigger("submit");
  await flushPromises();
  expect(useSession().user?.email).toBe("ben@lake.test");
  expect(page.text()).not.toContain("Without an address");
});

test("the inbox needs none", async () => {
  await page.get('input[value="notice"]').setValue(true);
  await flushPromises();
  expect(sent).toEqual([{ channel: "notice" }]);
  expect(page.find('[data-testid="address-form"]').exists()).toBe(false);
});
