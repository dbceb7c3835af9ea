import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Category, Community, Fold } from "@/api/shapes";
import { speak } from "@/i18n";
import { useBoard } from "@/stores/board";
import { useCommunities } from "@/stores/communities";
import { useRooms } from "@/stores/rooms";
import { ada, ben, fold, message } from "@/sync/fixtures";
import { useToast } from "@/ui/toast";

import FoldCard from "./FoldCard.vue";
import LateReplyOffer from "./LateReplyOffer.vue";
import PromoteSheet from "./PromoteSheet.vue";
import { usePromotion } from "./usePromotion";

const rows = [1, 2, 3].map((seq) => message(seq));
const talk = { id: 4, name: "Open talk", room: null, position: 1, audience: "members", description: "" } as Category;
let asked: { url: string; body: Record<string, unknown> }[];
let answer: (body: Record<string, unknown>) => { status: number; body: unknown };

const promotion = { id: 7, room: 5, state: "done", title: "Boats", category: 4, thread: 3, fold: 9, by: ben, count: 2, consents: [] };
const attached = { attachTo: document.body };
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);

async function openRoom(folds: Fold[] = []) {
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    const sent = body ? JSON.parse(String(body)) : {};
    if (method === "POST") {
      asked.push({ url, body: sent });
      const { status, body: said } = answer(sent);
      return new Response(JSON.stringify(said), { status });
    }
    const history = { rev: 50, seq: 3, messages: rows, folds, before: false, after: false };
    return new Response(JSON.stringify(url.endsWith("/messages/") ? history : { id: 5, mine: null, can: [] }));
  });
  await useRooms().open(5);
}

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
  asked = [];
  answer = () => ({ status: 200, body: promotion });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: ["promotion.create"] } as unknown as Community;
  useBoard().categories = [talk];
});
afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

/** A composable of the bridge, as a component of the room would hold it. */
function inRoom() {
  let held!: ReturnType<typeof usePromotion>;
  mount({ setup: () => ((held = usePromotion(5)), () => null) }, attached);
  return held;
}

test("what was chosen is promoted in one request, and can be undone from the toast", async () => {
  await openRoom();
  const { toggle, selecting } = inRoom();
  toggle(rows[0]!);
  toggle(rows[2]!);
  mount(PromoteSheet, { ...attached, props: { room: 5, open: true } });
  await flushPromises();
  find("promote-confirm")!.click();
  await flushPromises();
  expect(asked[0]).toEqual({
    url: "/api/v1/rooms/5/promotions/",
    body: { messages: [101, 103], title: "words 1", category: 4, tags: [], ask: false },
  });
  expect(selecting.value).toBe(false);
  const toast = useToast().toasts.value.find((one) => one.action);
  toast!.action!.run();
  await flushPromises();
  expect(asked[1]!.url).toBe("/api/v1/promotions/7/undo/");
});

test("where consent is missing, the sheet says how many are affected and asks the authors", async () => {
  await openRoom();
  inRoom().start(rows[0]!);
  answer = ({ ask }) =>
    ask
      ? { status: 200, body: { ...promotion, state: "waiting" } }
      : { status: 403, body: { code: "promotion.audience", message: "", data: { outsiders: 34, authors: [1] } } };
  mount(PromoteSheet, { ...attached, props: { room: 5, open: true } });
  await flushPromises();
  find("promote-confirm")!.click();
  await flushPromises();
  expect(find("promote-sheet")!.textContent).toContain("34 people there could not read these words before");
  find("promote-ask")!.click();
  await flushPromises();
  expect(asked.map((one) => one.body.ask)).toEqual([false, true]);
});

test("the card counts replies, names the last speaker and opens in place", async () => {
  const card = mount(FoldCard, {
    ...attached,
    props: { fold: fold(9, 1, { replies: 4, last_by: "Cleo", last_at: "2026-11-21T09:00:00Z" }), messages: rows.slice(0, 2) },
  });
  expect(card.get('[data-testid="fold-replies"]').text()).toBe("4");
  expect(card.text()).toContain("Last: Cleo");
  await card.setProps({ fold: fold(9, 1, { replies: 5 }) });
  expect(card.get('[data-testid="fold-replies"]').text()).toBe("5");
  await card.get('[data-testid="fold-expand"]').trigger("click");
  expect(card.get('[data-testid="fold-inside"]').text()).toContain("words 2");
  await card.get("a").trigger("click");
  expect(card.emitted("open")).toEqual([[3]]);
});

test("only who promoted, or who may undo, is offered to undo", () => {
  const undoOf = (made: Fold) => mount(FoldCard, { ...attached, props: { fold: made, messages: [] } }).find('[data-testid="promote-undo"]').exists();
  expect(undoOf(fold(9, 1, { by: ada }))).toBe(false);
  expect(undoOf(fold(9, 1, { by: ben }))).toBe(true);
});

test("a card of a thread for a smaller circle leads nowhere and tells nothing of it", () => {
  const card = mount(FoldCard, { ...attached, props: { fold: fold(9, 1, { by: ben, thread: null, promotion: null, replies: null }), messages: [] } });
  expect(card.find("a").exists()).toBe(false);
  expect(card.find('[data-testid="fold-replies"]').exists()).toBe(false);
  expect(card.find('[data-testid="promote-undo"]').exists()).toBe(false);
});

test("a late reply is offered to the thread that its words moved to", async () => {
  await openRoom([fold(9, 1)]);
  const quoted = { id: 101, seq: 1, author: ada, excerpt: "words 1", removed: null, fold: 9 };
  const late = message(3, { author: ben, reply_to: quoted });
  const offer = mount(LateReplyOffer, { ...attached, props: { message: late } });
  await offer.get("button").trigger("click");
  await flushPromises();
  expect(asked[0]).toEqual({ url: "/api/v1/promotions/4/absorb/", body: { messages: [103] } });
  const other = mount(LateReplyOffer, { ...attached, props: { message: message(3, { author: ada, reply_to: quoted }) } });
  expect(other.find("button").exists()).toBe(false);
});
