import { computed, watch } from "vue";

import { useCommunities } from "@/stores/communities";
import { useNotices } from "@/stores/notices";

/** When the rules change, the page learns whether anything is asked of its reader, without a reload. */
export function useRulesNews(): void {
  const communities = useCommunities();
  const notices = useNotices();
  const newest = computed(() => notices.list.find(({ kind, read }) => kind === "rules" && !read)?.id ?? 0);
  watch(newest, (now) => {
    if (now && communities.slug) void communities.enter(communities.slug).catch(() => {});
  });
}
