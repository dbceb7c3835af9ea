import { computed, type Ref } from "vue";

import type { Message } from "@/api/shapes";
import { useI18n } from "@/i18n";

import { actionsFor } from "./actions";
import { useStream } from "./context";

/** The translated actions of a message; `seen` counts openings, because what is allowed changes with time. */
export function useActions(message: () => Message | null, seen: Ref<unknown>) {
  const { t } = useI18n();
  const stream = useStream();
  return computed(() => {
    void seen.value;
    const shown = message();
    if (!shown) return [];
    return actionsFor(shown, { me: stream.me.value, can: stream.can.value, now: Date.now() }).map((item) => ({ ...item, label: t(item.label) }));
  });
}
