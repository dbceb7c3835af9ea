import { computed, type MaybeRefOrGetter, reactive, toValue } from "vue";

import { asApiError } from "@/api/http";
import type { Fold, Message, NewPromotion, Promotion } from "@/api/shapes";
import { useExplain, useI18n } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { usePromotions } from "@/stores/promotions";
import { useRooms } from "@/stores/rooms";
import { useToast } from "@/ui/toast";

import { begin, isSelectable, type Selection, tap } from "./selection";

/** What is being chosen in each room; shared, so that rows, bar and sheet speak of the same. */
const selections = reactive(new Map<number, Selection>());

export function usePromotion(room: MaybeRefOrGetter<number>) {
  const { t } = useI18n();
  const explain = useExplain();
  const rooms = useRooms();
  const communities = useCommunities();
  const promotions = usePromotions();
  const toast = useToast();

  const id = () => toValue(room);
  const rows = () => rooms.view(id()).snapshot.messages;
  const selection = computed(() => selections.get(id()) ?? null);
  const selecting = computed(() => selection.value !== null);
  const ranging = computed(() => selection.value?.ranging ?? false);
  const selected = computed<Message[]>(() => rows().filter((row) => selection.value?.ids.has(row.id) && isSelectable(row)));
  const canPromote = computed(() => communities.can("promotion.create"));

  const isSelected = (message: Message) => selection.value?.ids.has(message.id) ?? false;
  const start = (message: Message) => void selections.set(id(), begin(message));
  const stopIn = (left: number) => void selections.delete(left);
  const stop = () => stopIn(id());

  function toggle(message: Message): void {
    if (selection.value) selections.set(id(), tap(selection.value, message, rows()));
    else start(message);
  }

  /** Everything from the last one chosen up to here. */
  function reach(message: Message): void {
    if (selection.value) selections.set(id(), tap({ ...selection.value, ranging: true }, message, rows()));
    else start(message);
  }

  function startRange(): void {
    if (selection.value) selections.set(id(), { ...selection.value, ranging: !selection.value.ranging });
  }

  /** Throws the refusal: the sheet shows it, and for `promotion.audience` offers to ask the authors. */
  async function promote(form: NewPromotion): Promise<Promotion> {
    const made = await promotions.promote(id(), form);
    stop();
    if (made.state === "waiting") toast.show(t("bridge.waiting"));
    else toast.show(t("bridge.done", { title: made.title }), { tone: "good", action: undoAction(made.id) });
    return made;
  }

  const undoAction = (promotion: number) => ({
    label: t("bridge.undo"),
    testid: "promote-undo-toast",
    run: () => void undo(promotion),
  });

  async function undo(promotion: number): Promise<void> {
    try {
      await promotions.undo(promotion);
      toast.show(t("bridge.undone"));
    } catch (reason) {
      toast.show(explain(asApiError(reason)), { tone: "danger" });
    }
  }

  /** Once somebody answered on the board, taking the talk back is for hosts. */
  const mayUndo = (fold: Fold) =>
    fold.promotion !== null && ((fold.by.id === communities.me?.id && !fold.replies) || communities.can("promotion.undo"));

  return {
    selecting, ranging, selected, canPromote, isSelected, isSelectable,
    start, toggle, reach, startRange, stop, stopIn, promote, undo, mayUndo,
  };
}

export type Promoting = ReturnType<typeof usePromotion>;
