import { computed, onBeforeUnmount, shallowRef, watch } from "vue";

import { listReaders } from "@/api/rooms";
import type { Message, Reading, Room } from "@/api/shapes";
import { useConnection } from "@/stores/connection";

import { movedOn, readByOf } from "./readBy";

/** Who has read the reader's last message, in rooms of a few, among those who show it. While one is `away` nothing is asked. */
export function useReadBy(room: () => Room | undefined, messages: () => readonly Message[], me: () => number | null, away: () => boolean) {
  const connection = useConnection();
  const readings = shallowRef<readonly Reading[]>([]);
  let asked = 0;

  async function load(id: number): Promise<void> {
    const turn = ++asked;
    const page = await listReaders(id).catch(() => null);
    if (page && turn === asked) readings.value = movedOn(page.results, readings.value);
  }
  const small = computed(() => {
    const here = room();
    return here?.mine && here.kind !== "open" ? here.id : null;
  });
  watch(
    [small, () => connection.isLive && !away()],
    ([id, live], [before] = [null, false]) => {
      if (id !== before) readings.value = [];
      asked += 1;
      if (id !== null && live) void load(id);
    },
    { immediate: true },
  );
  onBeforeUnmount(
    connection.on("readers.moved", (event) => {
      if (event.room === small.value) readings.value = movedOn(readings.value, event.readings);
    }),
  );
  return computed(() => readByOf(messages(), me(), readings.value));
}
