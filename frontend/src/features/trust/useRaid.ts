import { onMounted, onUnmounted, shallowRef } from "vue";

import type { Raid } from "@/api/shapes";
import { fetchRaid } from "@/api/trust";
import { useCommunities } from "@/stores/communities";
import { useConnection } from "@/stores/connection";

/** Whether the door of a community is closed for a while: asked once, heard from then on, asked again after a gap. */
export function useRaid(slug: string) {
  const communities = useCommunities();
  const connection = useConnection();
  const raid = shallowRef<Raid | null>(null);
  let heard = 0;

  async function ask(): Promise<void> {
    const before = heard;
    const answer = await fetchRaid(slug).catch(() => null); // nobody waits for it; the next connection asks again
    if (answer && before === heard) raid.value = answer.raid;
  }

  function learn(now: Raid | null): void {
    heard++;
    raid.value = now;
  }

  onMounted(ask);
  onUnmounted(connection.onOpen(() => void ask()));
  onUnmounted(connection.on("raid.changed", (event) => event.community === communities.current?.id && learn(event.raid)));
  return { raid, learn };
}
