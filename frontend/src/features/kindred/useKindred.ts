import { onMounted, shallowRef, watch } from "vue";

import { dismissKindred, listKindred, recallKindred } from "@/api/kindred";
import type { KindredPlace } from "@/api/shapes";

/** What people read who read what one reads; nothing while that cannot be asked, for it is only offered. */
export function useKindred(slug: () => string) {
  const places = shallowRef<KindredPlace[]>([]);
  async function load(): Promise<void> {
    const asked = slug();
    const found = await listKindred(asked).catch(() => null);
    if (asked === slug()) places.value = found?.results ?? [];
  }

  /** Takes a place away at once, and puts it back where the server would not hear of it. */
  async function dismiss(place: KindredPlace): Promise<void> {
    const before = places.value;
    places.value = before.filter((other) => other !== place);
    await dismissKindred(slug(), place.place).catch((reason: unknown) => {
      places.value = before;
      throw reason;
    });
  }

  async function recall(place: KindredPlace): Promise<void> {
    await recallKindred(slug(), place.place);
    await load();
  }
  onMounted(load);
  watch(slug, load);
  return { places, dismiss, recall };
}
