import { computed, type Ref, watch } from "vue";

import type { Message } from "@/api/shapes";
import { useI18n } from "@/i18n";
import { keyOf, useSavedThings } from "@/stores/savedThings";

import { actionsFor } from "./actions";
import { useStream } from "./context";

/** The translated actions of a message; `seen` counts openings, because what is allowed changes with time. */
export function useActions(message: () => Message | null, seen: Ref<unknown>) {
  const { t } = useI18n();
  const stream = useStream();
  const saved = useSavedThings();
  watch(seen, (now) => now && void saved.learn(), { immediate: true });
  return computed(() => {
    void seen.value;
    const shown = message();
    if (!shown) return [];
    return actionsFor(shown, { me: stream.me.value, can: stream.can.value, recall: stream.recall.value, now: Date.now(), saved: saved.keys.has(keyOf("message", shown.id)) }).map((item) => ({ ...item, label: t(item.label) }));
  });
}
