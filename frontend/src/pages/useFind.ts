import { computed, provide } from "vue";
import { useRoute } from "vue-router";

import { FOUND } from "@/ui/found";

/** Marks below what the address says that somebody came for: ?find=heron. */
export function useFind(): void {
  const route = useRoute();
  provide(
    FOUND,
    computed(() => [route.query.find ?? []].flat().filter((word): word is string => Boolean(word))),
  );
}
