import { computed, onMounted, watch } from "vue";

import { listSanctions } from "@/api/order";
import type { Notice } from "@/api/shapes";
import { usePages } from "@/features/usePages";
import { useNotices } from "@/stores/notices";

const NEWS: readonly Notice["kind"][] = ["sanctioned", "sanction_lifted", "appeal_answered"];

/** What was decided about this account in a community; fetched anew when the inbox hears of a decision. */
export function useDecisions(slug: string) {
  const notices = useNotices();
  const { rows, loading, error, load } = usePages(() => listSanctions(slug));
  const newest = computed(() => notices.list.find(({ kind }) => NEWS.includes(kind))?.id);
  onMounted(load);
  watch(newest, (now, before) => now !== before && void load());
  return { rows, loading, error, load };
}
