import { refDebounced } from "@vueuse/core";
import { ref, watch } from "vue";

import { listMembers } from "@/api/members";
import type { Member } from "@/api/shapes";
import { usePages } from "@/features/usePages";
import { useCommunities } from "@/stores/communities";

/** The members of the community whose names fit what is typed, page by page. */
export function useMemberSearch() {
  const communities = useCommunities();
  const query = ref("");
  const typed = refDebounced(query, 200);
  const { rows: members, ...pages } = usePages<Member>((after) => listMembers(communities.slug ?? "", { q: typed.value, after }));
  const replace = (member: Member) => (members.value = members.value.map((one) => (one.id === member.id ? member : one)));
  watch(typed, pages.load);

  return { query, members, ...pages, replace };
}
