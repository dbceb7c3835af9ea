import { useDebounceFn } from "@vueuse/core";
import { computed, onMounted, type Ref, shallowRef, watch } from "vue";

import { listMembers } from "@/api/members";
import type { MemberRef, Thread } from "@/api/shapes";
import { listThreads } from "@/api/threads";
import { useBoard } from "@/stores/board";
import { useCommunities } from "@/stores/communities";

/** What the palette knows beyond the rooms: the latest threads, and members as they are looked for. */
export function usePaletteSources(query: Ref<string>) {
  const communities = useCommunities();
  const board = useBoard();
  const latest = shallowRef<Thread[]>([]);
  const met = shallowRef<MemberRef[]>([]);
  const slug = communities.slug ?? "";
  const threads = computed(() => [...new Map([...board.list, ...latest.value].map((one) => [one.id, one])).values()]);

  async function meet(q: string): Promise<void> {
    const { results } = await listMembers(slug, q ? { q } : {});
    met.value = [...new Map([...met.value, ...results].map((one) => [one.id, one])).values()];
  }
  // What cannot be fetched is not offered; everything else still is.
  const ask = useDebounceFn((q: string) => meet(q).catch(() => {}), 200);

  onMounted(async () => {
    void meet("").catch(() => {});
    latest.value = await listThreads(slug).then(({ results }) => results, () => []);
  });
  watch(query, (q) => q.trim() && void ask(q.trim()));
  return { threads: () => threads.value, members: () => met.value };
}
