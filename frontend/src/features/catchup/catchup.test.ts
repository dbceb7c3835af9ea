import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Card, Community, Room } from "@/api/shapes";
import { speak } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { useRooms } from "@/stores/rooms";
import { ben, card, conversation, message } from "@/sync/fixtures";
import { shortcuts } from "@/ui/Shortcuts";
import { useToast } from "@/ui/toast";

import CatchUp from "./CatchUp.vue";
import CatchUpBar from "./CatchUpBar.vue";

const room = { id: 5, name: "River", kind: "open", seq: 400, mine: { read_seq: 88, unread: 312, mentions: 2, level: "all" }, can: [] } as unknown as Room;
let cards: Card[];
let refuse: string | null;
let asked: { method: string; url: string; body: unknown }[];

const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const shown = () => [...document.querySelectorAll<HTMLElement>('[data-testid="catchup-card"]')].map((one) => `${one.dataset.stake} ${one.dataset.id}`);
const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
document.addEventListener("keydown", (event) => void shortcuts.press(event));
const sent = (method: string) => asked.filter((one) => one.method === method).map(({ url, body }) => [url, body]);
const mine = { read_seq: 120, unread: 280, mentions: 0, level: "all" };

function answer(url: string, method: string): unknown {
  if (url.includes("/catch-up/")) return { room: 5, from: 89, to: 400, unread: 312, cards, rest: { conversations: 11, messages: 240 }, next: null };
  if (url.includes("/messages/")) return { results: [message(90), message(91)], next: null };
  if (url.includes("/follow/")) return { followed: method === "PUT" };
  if (url.includes("/done/")) return mine;
  if (url.endsWith("/read/")) return { ...mine, read_seq: 400, unread: 0 };
  return conversation(1);
}

async function show(): Promise<void> {
  mount(CatchUp, { attachTo: document.body, props: { room: 5 } });
  await flushPromises();
}

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
  asked = [];
  refuse = null;
  cards = [card(1, { stake: "mentioned", mentions: 2 }), card(2), card(3, { stake: "size", conversation: conversation(3, { fold: 9, thread: 4 }) })];
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: ["promotion.create", "capsule.create"] } as unknown as Community;
  useRooms().byId.set(5, room);
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit) => {
    asked.push({ method, url: url.replace("/api/v1/", ""), body: body ? JSON.parse(String(body)) : null });
    if (refuse && url.includes(refuse)) return new Response(JSON.stringify({ code: "server.error" }), { status: 500 });
    return new Response(JSON.stringify(answer(url, method)));
  });
});
enableAutoUnmount(afterEach);
afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

test("the bar and the page behind it ask once, and say how much there is", async () => {
  const bar = mount(CatchUpBar, { props: { room } });
  await flushPromises();
  expect(bar.text()).toMatch(/312 new\s*in 14 conversations/);
  await show();
  expect(sent("GET")).toEqual([["rooms/5/catch-up/", null]]);
});

test("the bar leads to where the unread begins, until one has been there", async () => {
  const bar = mount(CatchUpBar, { props: { room, begins: true } });
  await bar.get('[data-testid="jump-unread"]').trigger("click");
  expect(bar.emitted("first")).toHaveLength(1);
  await bar.setProps({ begins: false });
  expect(bar.find('[data-testid="jump-unread"]').exists()).toBe(false);
  expect(bar.text()).toContain("312 new");
});

test("cards lie in order of stake and say why in words", async () => {
  await show();
  expect(shown()).toEqual(["mentioned 1", "took_part 2", "size 3"]);
  expect(document.body.textContent).toContain("You were mentioned 2 times");
  expect(document.body.textContent).toContain("Much was said");
});

test("a card tells what may concern its reader too, and where that was said", async () => {
  const line = (seq: number) => ({ message: 100 + seq, seq, author: ben, excerpt: `Perhaps ${seq}` });
  cards = [card(1, { perhaps: [1, 2, 3, 4, 5, 6, 7].map(line) }), card(2)];
  const page = mount(CatchUp, { attachTo: document.body, props: { room: 5 } });
  await flushPromises();
  const told = () => [...find("catchup-perhaps")!.querySelectorAll<HTMLElement>('[data-testid="catchup-line"]')].map((one) => one.dataset.seq);
  expect(document.querySelectorAll('[data-testid="catchup-perhaps"]')).toHaveLength(1);
  expect(told()).toEqual(["1", "2", "3", "4", "5"]);
  expect(find("catchup-perhaps-more")!.textContent).toContain("2 more lines");
  find("catchup-perhaps-more")!.click();
  await flushPromises();
  expect(told()).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  find("catchup-perhaps")!.querySelector<HTMLElement>('[data-seq="6"]')!.click();
  expect(page.emitted("jump")).toEqual([[6]]);
});

test("a dismissed card can be brought back from the toast, and the room's unread number follows the server", async () => {
  await show();
  find("catchup-dismiss")!.click();
  await flushPromises();
  expect(shown()).toEqual(["took_part 2", "size 3"]);
  expect(sent("PUT")).toEqual([["conversations/1/done/", { seq: 18, quiet: true }]]);
  expect(useRooms().byId.get(5)?.mine?.unread).toBe(280);
  useToast().toasts.value.find((one) => one.action?.testid === "catchup-undo")!.action!.run();
  await flushPromises();
  expect(shown()).toEqual(["mentioned 1", "took_part 2", "size 3"]);
  expect(sent("DELETE")).toEqual([["conversations/1/done/", null]]);
});

test("a refused dismissal says so on the card, where it lay", async () => {
  refuse = "/done/";
  await show();
  find("catchup-dismiss")!.click();
  await flushPromises();
  expect(shown()).toEqual(["mentioned 1", "took_part 2", "size 3"]);
  expect(document.querySelector('[data-id="1"]')?.textContent).toContain("stumbled");
});

test("the keyboard walks through the cards", async () => {
  await show();
  for (const key of ["j", "j", "k", "f"]) press(key);
  await flushPromises();
  expect(sent("PUT")).toEqual([["conversations/1/follow/", {}]]);
  press("j");
  press("Enter");
  await flushPromises();
  expect(document.querySelector('[data-id="2"] [data-testid="catchup-reading"]')?.textContent).toContain("words 90");
  expect(sent("GET").map(([url]) => url)).toEqual(["rooms/5/catch-up/", "conversations/2/messages/?after=88"]);
  press("d");
  await flushPromises();
  expect(shown()).toEqual(["mentioned 1", "size 3"]);
});

test("the keyboard goes on from the card whose line was looked up", async () => {
  await show();
  document.querySelectorAll<HTMLElement>('[data-testid="catchup-line"]')[1]!.click();
  press("j");
  press("f");
  await flushPromises();
  expect(sent("PUT")).toEqual([["conversations/3/follow/", {}]]);
});

/** One finger on the first card, from where it comes down through these points. */
async function swipe(points: [number, number][], pointerType = "touch", end = "pointerup") {
  const line = document.querySelector('[data-testid="catchup-line"]')!;
  const touch = (type: string, [clientX, clientY]: [number, number]) =>
    line.dispatchEvent(new PointerEvent(type, { pointerType, pointerId: 1, clientX, clientY, bubbles: true }));
  touch("pointerdown", [200, 300]);
  for (const point of points) {
    touch("pointermove", point);
    await flushPromises();
  }
  const offset = document.querySelector<HTMLElement>('[data-testid="catchup-card"]')!.style.translate;
  touch(end, points[points.length - 1]!);
  await flushPromises();
  return offset;
}

test("a card follows the thumb to the left and is dismissed", async () => {
  await show();
  expect(await swipe([[180, 302], [90, 305]])).toBe("-110px");
  expect(shown()).toEqual(["took_part 2", "size 3"]);
  expect(sent("PUT")).toEqual([["conversations/1/done/", { seq: 18, quiet: true }]]);
});

test("a card that is pushed to the right opens in place", async () => {
  await show();
  await swipe([[220, 302], [320, 305]]);
  expect(find("catchup-reading")).not.toBeNull();
  expect(shown()).toHaveLength(3);
});

test.each([
  ["a short push", [[180, 300], [150, 300]], "touch", "pointerup"],
  ["a scroll that wanders off", [[203, 340], [60, 380]], "touch", "pointerup"],
  ["a finger that the browser took over", [[180, 300], [60, 300]], "touch", "pointercancel"],
  ["a mouse that marks words", [[180, 300], [60, 300]], "mouse", "pointerup"],
] as const)("%s leaves the card where it lies", async (_what, points, kind, end) => {
  await show();
  await swipe(points as unknown as [number, number][], kind, end);
  expect(shown()).toHaveLength(3);
  expect(find("catchup-reading")).toBeNull();
  expect(document.querySelector<HTMLElement>('[data-testid="catchup-card"]')!.style.translate).toBe("");
});

test("letters typed into a field are words, not commands", async () => {
  await show();
  press("j");
  const field = document.body.appendChild(document.createElement("input"));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "d", bubbles: true }));
  await flushPromises();
  expect(shown()).toHaveLength(3);
});

test("what stands on the board is marked and cannot be promoted again", async () => {
  await show();
  const third = document.querySelector('[data-testid="catchup-card"][data-id="3"]')!;
  expect(third.textContent).toContain("On the board");
  expect(third.querySelector('[data-testid="catchup-promote"]')).toBeNull();
});

test("the rest is marked read at once, and everything is caught up", async () => {
  await show();
  find("catchup-rest")!.click();
  await flushPromises();
  expect(sent("PUT")).toEqual([["rooms/5/read/", { seq: 400 }]]);
  expect(find("catchup-done")?.textContent).toContain("You are caught up");
});

test("where the server refuses, the cards are dealt again", async () => {
  refuse = "/read/";
  await show();
  find("catchup-rest")!.click();
  await flushPromises();
  expect(shown()).toHaveLength(3);
});
