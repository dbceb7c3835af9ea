import { defineStore } from "pinia";
import { shallowRef, watch } from "vue";

import type { ErrorData } from "@/api/http";
import { EVERYWHERE, type Hush, hushIn, type Refused, refusedIn } from "@/sync/hushes";
import { refusedShelf } from "@/sync/refusedShelf";

import { useCommunities } from "./communities";
import { useNotices } from "./notices";

/** Where this member may not write, as far as this browser was told: by the inbox, or by a post that was refused. */
export const useVoice = defineStore("voice", () => {
  const communities = useCommunities();
  const notices = useNotices();
  const refused = shallowRef<Refused[]>([]);
  const shelf = () => refusedShelf(communities.me?.id);

  watch(shelf, (name) => (refused.value = JSON.parse(localStorage.getItem(name) ?? "[]") as Refused[]), { immediate: true });

  function learn(place: string, error: { code: string; data: ErrorData }): void {
    const found = refusedIn(place, error, notices.list[0]?.id ?? 0);
    if (!found) return;
    const others = refused.value.filter((one) => one.place !== found.place && Date.parse(one.until) > Date.now());
    refused.value = [...others, found];
    localStorage.setItem(shelf(), JSON.stringify(refused.value));
  }

  const hush = (place: string, now: number): Hush | null =>
    hushIn(place, { notices: notices.list, refused: refused.value, silencedUntil: communities.me?.silenced_until ?? null }, now);

  return { learn, hush, isEverywhere: (one: Hush) => one.place === EVERYWHERE };
});
