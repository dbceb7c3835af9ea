import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, expect, test, vi } from "vitest";

import type { Community } from "@/api/shapes";
import { speak } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { ben } from "@/sync/fixtures";

import InviteSheet from "./InviteSheet.vue";

const invitation = (code: string) => ({ code, url: `/join/${code}`, expires_at: null, uses_left: null });
const links = () => [...document.querySelectorAll('[data-testid="invite-url"]')].map((one) => one.textContent?.split("/").pop());

afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

test("an invitation made while the list is on its way stays when the list comes", async () => {
  setActivePinia(createPinia());
  await speak("en");
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  let come: (answer: Response) => void = () => {};
  const list = new Promise<Response>((done) => (come = done));
  const made = new Response(JSON.stringify(invitation("new")), { status: 201 });
  vi.stubGlobal("fetch", (_: string, { method }: RequestInit) => (method === "POST" ? Promise.resolve(made) : list));
  const sheet = mount(InviteSheet, { attachTo: document.body, props: { open: false } });
  await sheet.setProps({ open: true });
  document.querySelector("form")!.requestSubmit();
  await vi.waitFor(() => expect(links()).toEqual(["new"]));

  come(new Response(JSON.stringify({ results: [invitation("old")], next: null })));
  await flushPromises();
  expect(links()).toEqual(["new", "old"]);
  sheet.unmount();
});
