import { refDebounced } from "@vueuse/core";
import { ref, watch } from "vue";

import { search } from "@/api/search";
import type { Hit } from "@/api/shapes";
import { usePages } from "@/features/usePages";
import { useCommunities } from "@/stores/communities";

/** What fits the words that are typed, the newest first, page by page. */
export function useSearch(first: string) {
  const communities = useCommunities();
  const query = ref(first);
  const typed = refDebounced(query, 250);
  const { rows: hits, ...pages } = usePages<Hit>((after) => search(communities.slug ?? "", typed.value, after));

  watch(typed, (text) => (text.trim() ? pages.load() : pages.clear()), { immediate: true });
  return { query, typed, hits, ...pages };
}
