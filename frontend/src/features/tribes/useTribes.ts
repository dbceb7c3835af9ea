import { onMounted, shallowRef, watch } from "vue";

import type { Tribes } from "@/api/shapes";
import { fetchTribes } from "@/api/tribes";

/** Where a community stands among others; nothing while that cannot be asked, for what hangs on it is only shown. */
export function useTribes(slug: () => string) {
  const found = shallowRef<Tribes | null>(null);
  async function load(): Promise<void> {
    const asked = slug();
    const answer = await fetchTribes(asked).catch(() => null);
    if (asked === slug()) found.value = answer;
  }
  onMounted(load);
  watch(slug, load);
  return found;
}
