import { refDebounced } from "@vueuse/core";
import { ref, shallowRef, watch } from "vue";

import { type ApiError, asApiError } from "@/api/http";
import { listMembers } from "@/api/members";
import type { Member } from "@/api/shapes";
import { useCommunities } from "@/stores/communities";

/** The members of the community whose names fit what is typed, page by page. */
export function useMemberSearch() {
  const communities = useCommunities();
  const query = ref("");
  const typed = refDebounced(query, 200);
  const members = shallowRef<Member[]>([]);
  const next = ref<string | null>(null);
  const loading = ref(false);
  const error = shallowRef<ApiError | null>(null);
  let turn = 0;

  async function fetchPage(after: string | null) {
    const mine = ++turn;
    loading.value = true;
    error.value = null;
    try {
      const page = await listMembers(communities.slug ?? "", { q: typed.value, after });
      if (mine !== turn) return;
      members.value = after ? [...members.value, ...page.results] : page.results;
      next.value = page.next;
    } catch (reason) {
      if (mine === turn) error.value = asApiError(reason);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  const replace = (member: Member) => (members.value = members.value.map((one) => (one.id === member.id ? member : one)));
  const load = () => fetchPage(null);
  const more = () => fetchPage(next.value);
  watch(typed, load);

  return { query, members, next, loading, error, load, more, replace };
}
