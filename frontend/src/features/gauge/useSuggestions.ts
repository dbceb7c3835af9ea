import { computed, onMounted, ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";

import { ApiError, asApiError, type ErrorData } from "@/api/http";
import type { Suggestion } from "@/api/shapes";
import * as api from "@/api/suggestions";
import { useExplain } from "@/i18n";
import { useToast } from "@/ui/toast";

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

  async function promote(category: number): Promise<void> {
    busy.value = true;
    try {
      const { done, refused: not } = await api.promoteMany(room, chosen.value.map((one) => one.conversation.id), category);
      const why = not.map(({ conversation, error: fault }) => [conversation, explain(asRefusal(fault))] as const);
      refused.value = new Map(why);
      list.value = (list.value ?? []).filter((one) => !ticked.value.has(one.id) || refused.value.has(one.conversation.id));
      ticked.value.clear();
      toast.show(t("gauge.promotedMany", { n: done.length }, done.length), { tone: done.length ? "good" : "plain" });
    } catch (reason) {
      toast.show(explain(asApiError(reason)), { tone: "danger" });
    } finally {
      busy.value = false;
    }
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
  return { list, ticked, refused, error, busy, chosen, load, toggle, promote, dismiss };
}

const asRefusal = (fault: ErrorData) => new ApiError(String(fault.code), (fault.data ?? {}) as ErrorData);
