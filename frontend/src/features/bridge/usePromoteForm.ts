import { computed, ref, watch } from "vue";

import { type ApiError, asApiError } from "@/api/http";
import type { Promotion } from "@/api/shapes";
import { useChoice, usualCategory } from "@/stores/categoryChoice";

import { usePromotion } from "./usePromotion";

/** What a sheet starts with; whoever promotes may change all of it. */
export interface Preset {
  title: string;
  category?: number | null;
  tags?: string[];
}

interface Asked {
  room: () => number;
  messages: () => number[];
  preset: () => Preset | null;
  anchor: () => number | undefined;
}

/** The form under every promotion: where to, under which title, and what to do when consent is missing. */
export function usePromoteForm({ room, messages, preset, anchor }: Asked) {
  const { promote } = usePromotion(room);
  const title = ref("");
  const category = useChoice(() => preset()?.category ?? usualCategory(room()));
  const tags = ref<string[]>([]);
  const busy = ref(false);
  const error = ref<ApiError | null>(null);

  const needsConsent = computed(() => error.value?.code === "promotion.audience");
  const canAsk = computed(() => needsConsent.value && !(error.value?.data.absent as number[] | undefined)?.length);
  const ready = computed(() => title.value.trim().length >= 3 && category.value > 0 && messages().length > 0);

  watch(
    preset,
    (start) => {
      title.value = start?.title ?? "";
      tags.value = start?.tags ?? [];
      category.value = 0;
    },
    { immediate: true },
  );
  watch([category, messages], () => (error.value = null));

  async function confirm(ask: boolean): Promise<Promotion | null> {
    if (!ready.value || busy.value) return null;
    busy.value = true;
    const form = { messages: messages(), title: title.value.trim(), category: category.value, tags: tags.value, ask };
    try {
      return await promote(anchor() === undefined ? form : { ...form, anchor: anchor() });
    } catch (reason) {
      error.value = asApiError(reason);
      return null;
    } finally {
      busy.value = false;
    }
  }

  return { title, category, tags, busy, error, needsConsent, canAsk, ready, confirm };
}
