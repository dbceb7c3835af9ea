import { computed, ref, type WritableComputedRef } from "vue";

import { useBoard } from "./board";

/** What is chosen in a form, and until then what is usual: a form may stand before the board has arrived, and what is usual be known
 * only later. Nothing (0, "") chooses what is usual again. */
export function useChoice<T extends number | string>(usual: () => T): WritableComputedRef<T> {
  const chosen = ref<T | null>(null);
  return computed({ get: () => chosen.value || usual(), set: (one) => (chosen.value = one) });
}

/** The category that posts of a room usually go to: the room's own, else the first; 0 while the board has not arrived. */
export function usualCategory(room?: number): number {
  const { categories } = useBoard();
  return (categories.find((one) => one.room === room) ?? categories[0])?.id ?? 0;
}
