import { computed, type ComputedRef } from "vue";

import { useCommunities } from "@/stores/communities";
import type { RoomView } from "@/stores/rooms";

import { ROLE_WORDS } from "./roleWords";

/** Names that may be marked in what is said in a room. The same while they say the same: every row asks, and none does while nobody looks. */
export function useNames(view: () => RoomView, away: () => boolean): ComputedRef<readonly string[]> {
  const communities = useCommunities();
  return computed<readonly string[]>((before) => {
    if (away() && before) return before;
    const found = [...new Set(view().snapshot.messages.map((message) => message.author.name)), communities.me?.name ?? "", "all", ...ROLE_WORDS].filter(Boolean);
    return before?.length === found.length && found.every((name, nth) => name === before[nth]) ? before : found;
  });
}
