import { computed, type MaybeRefOrGetter, toValue, watch } from "vue";

import { useTrays } from "@/stores/trays";
import type { Wish } from "@/sync/WishShelf";

import type { TrayUse } from "./useTray";

/** Words and the files beside them go out together: at once, or when the last file has arrived, whatever is on the screen then. */
export function useSending(place: MaybeRefOrGetter<string>, tray: TrayUse, gone: (wish: Wish) => void) {
  const trays = useTrays();
  const held = computed(() => trays.wishOf(toValue(place)));
  watch(
    () => trays.departed,
    (departed) => departed?.place === toValue(place) && gone(departed.wish),
    { flush: "sync" },
  );

  return {
    send(words: Omit<Wish, "client_id">): void {
      if (!tray.failed.value) trays.sendOff(toValue(place), words);
    },
    /** What is written on while files are under way is sent as it is then. */
    change(words: Partial<Wish>): void {
      if (held.value) trays.sendOff(toValue(place), { ...held.value, ...words });
    },
    waits: computed(() => held.value !== null),
    stay: () => trays.forgo(toValue(place)),
  };
}
