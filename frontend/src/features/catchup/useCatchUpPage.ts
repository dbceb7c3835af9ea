import { computed, nextTick, onMounted, ref, watch } from "vue";

import { asApiError } from "@/api/http";
import type { Promotion } from "@/api/shapes";
import { useExplain, useI18n } from "@/i18n";
import { useCatchUp } from "@/stores/catchUp";
import { useRooms } from "@/stores/rooms";
import type { DeckCard } from "@/sync/CatchUpDeck";
import { useToast } from "@/ui/toast";

/** One person going through their cards: which one they are at, which one is open, and what becomes of each. */
export function useCatchUpPage(room: () => number) {
  const { t } = useI18n();
  const explain = useExplain();
  const catchUp = useCatchUp();
  const rooms = useRooms();
  const toast = useToast();
  const deck = computed(() => catchUp.deckOf(room()));
  const view = computed(() => catchUp.view(room()));
  const at = ref<number | null>(null);
  const open = ref<number | null>(null);
  const left = computed(() => rooms.byId.get(room())?.mine?.unread ?? 0);
  const newer = computed(() => Math.max(0, (rooms.byId.get(room())?.seq ?? 0) - view.value.to));

  const ids = () => view.value.cards.map((card) => card.conversation.id);
  const complain = (reason: unknown) => void toast.show(explain(asApiError(reason)), { tone: "danger" });

  function goTo(id: number | null): void {
    at.value = id;
    if (id === null) return;
    void nextTick(() => document.querySelector(`[data-testid="catchup-card"][data-id="${id}"]`)?.scrollIntoView?.({ block: "nearest", behavior: "smooth" }));
  }

  function step(by: number): void {
    const all = ids();
    const from = at.value === null ? (by > 0 ? -1 : all.length) : all.indexOf(at.value);
    goTo(all[Math.min(all.length - 1, Math.max(0, from + by))] ?? null);
  }

  /** The card that comes up when one leaves the table. */
  function after(id: number): number | null {
    const all = ids();
    const place = all.indexOf(id);
    return all[place + 1] ?? all[place - 1] ?? null;
  }

  /** Opens a card in place; one that was read goes away when it is closed. */
  function read(id: number): void {
    const before = open.value;
    open.value = before === id ? null : id;
    goTo(id);
    if (before !== null && deck.value.find(before)?.read) leave(before);
  }

  function leave(id: number): void {
    if (at.value === id) at.value = after(id);
    if (open.value === id) open.value = null;
    deck.value.clear(id);
  }

  async function dismiss(card: DeckCard): Promise<void> {
    const id = card.conversation.id;
    const place = ids().indexOf(id);
    const here = deck.value;
    if (open.value === id) open.value = null;
    at.value = after(id);
    const undo = { label: t("bridge.undo"), testid: "catchup-undo", run: () => void here.bringBack(card, place) };
    if (await here.dismiss(id)) toast.show(t("catchUp.dismissed", { title: card.conversation.title }), { action: undo });
  }

  const point = (id: number) => void (at.value = id);
  const follow = (id: number) => void deck.value.follow(id);
  const finished = (id: number) => void deck.value.read(id);
  const promoted = (id: number, made: Promotion) => deck.value.promoted(id, made.fold, made.thread);

  /** Whether it was done: then the page may move on. */
  async function sweep(): Promise<boolean> {
    open.value = at.value = null;
    return catchUp.sweep(room()).then(() => true, (reason) => (complain(reason), false));
  }

  onMounted(() => void catchUp.open(room()));
  // More may have been said while the cards were read.
  watch(
    () => view.value.loaded && !view.value.loading && !view.value.cards.length && newer.value > 0 && left.value > 0,
    (again) => again && void deck.value.deal(),
  );

  return { view, at, open, left, newer, step, point, read, leave, dismiss, follow, finished, promoted, sweep, again: () => deck.value.deal(), more: () => deck.value.more() };
}
