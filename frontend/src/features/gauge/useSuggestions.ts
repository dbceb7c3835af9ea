import { computed, onMounted, ref, shallowRef } from "vue";

import { ApiError, asApiError, type ErrorData } from "@/api/http";
import type { Suggestion } from "@/api/shapes";
import * as api from "@/api/suggestions";
import { useExplain, useI18n } from "@/i18n";
import { useToast } from "@/ui/toast";

/** How many the server promotes at once. */
const AT_ONCE = 20;
const portions = <T>(all: readonly T[]): T[][] => Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, at) => all.slice(at * AT_ONCE, (at + 1) * AT_ONCE));

/** Conversations that were suggested for the board: look, tick several, promote them at once. */
export function useSuggestions(room: number) {
  const { t } = useI18n();
  const explain = useExplain();
  const toast = useToast();
  const list = shallowRef<Suggestion[] | null>(null);
  const ticked = ref(new Set<number>());
  const refused = ref(new Map<number, string>());
  const error = shallowRef<ApiError | null>(null);
  const busy = ref(false);
  const chosen = computed(() => (list.value ?? []).filter((one) => ticked.value.has(one.id)));
  const all = computed(() => chosen.value.length === list.value?.length);

  async function load(): Promise<void> {
    error.value = null;
    try {
      list.value = (await api.listSuggestions(room)).results;
    } catch (reason) {
      error.value = asApiError(reason);
    }
  }

  function toggle(id: number): void {
    if (!ticked.value.delete(id)) ticked.value.add(id);
  }

  function toggleAll(): void {
    ticked.value = new Set(all.value ? [] : list.value?.map((one) => one.id));
  }

  /** Each part that is done leaves the list at once, so that a refusal halfway leaves only what is still to do. */
  async function promote(category: number): Promise<void> {
    busy.value = true;
    refused.value.clear();
    let count = 0;
    try {
      for (const part of portions(chosen.value)) count += await promotePart(part, category);
    } catch (reason) {
      toast.show(explain(asApiError(reason)), { tone: "danger" });
    } finally {
      busy.value = false;
      if (count) toast.show(t("gauge.promotedMany", { n: count }, count), { tone: "good" });
    }
  }

  async function promotePart(part: Suggestion[], category: number): Promise<number> {
    const { done, refused: not } = await api.promoteMany(room, part.map((one) => one.conversation.id), category);
    for (const { conversation, error: fault } of not) refused.value.set(conversation, explain(asRefusal(fault)));
    for (const one of part) ticked.value.delete(one.id);
    list.value = (list.value ?? []).filter((one) => !part.includes(one) || refused.value.has(one.conversation.id));
    return done.length;
  }

  async function dismiss(one: Suggestion): Promise<void> {
    const before = list.value;
    list.value = (before ?? []).filter((other) => other.id !== one.id);
    ticked.value.delete(one.id);
    await api.dismissSuggestion(one.id).catch((reason) => {
      list.value = before;
      toast.show(explain(asApiError(reason)), { tone: "danger" });
    });
  }

  onMounted(load);
  return { list, ticked, refused, error, busy, chosen, all, load, toggle, toggleAll, promote, dismiss };
}

const asRefusal = (fault: ErrorData) => new ApiError(String(fault.code), (fault.data ?? {}) as ErrorData);
