import { computed, provide, type Ref, ref } from "vue";
import { useRoute } from "vue-router";

import { FOUND } from "@/ui/found";

/** Marks below what the address says that somebody came for: ?find=heron. */
export function useFind(here: Readonly<Ref<boolean>> = ref(true)): void {
  const route = useRoute();
  provide(
    FOUND,
    computed(() => [(here.value && route.query.find) || []].flat().filter((word): word is string => Boolean(word))),
  );
}
