import { computed, onScopeDispose, shallowRef, watch } from "vue";

import { useRooms } from "@/stores/rooms";
import { useTalks } from "@/stores/talks";

import { hueOf } from "./hue";

export interface Strand {
  conversation: number;
  hue: number;
}

/** Lets go of the light a moment later, so that it does not flicker from row to row. */
const FADES = 120;

/** The threads beside the messages of one room: nothing while they are not shown. */
export function useStrands(room: () => number) {
  const talks = useTalks();
  const rooms = useRooms();
  const shown = computed(() => talks.isShown(room()));
  const links = computed(() => talks.links(room()));
  const lit = shallowRef<number | null>(null);
  let fading: ReturnType<typeof setTimeout> | undefined;

  /** One message alone is no conversation yet. */
  function strandOf(seq: number): Strand | null {
    const conversation = shown.value ? links.value.of.get(seq) : undefined;
    if (conversation === undefined || (links.value.size.get(conversation) ?? 0) < 2) return null;
    return { conversation, hue: hueOf(conversation) };
  }

  function light(seq: number | null): void {
    clearTimeout(fading);
    if (seq === null) fading = setTimeout(() => (lit.value = null), FADES);
    else lit.value = strandOf(seq)?.conversation ?? null;
  }

  watch(
    () => {
      const { messages } = rooms.view(room()).snapshot;
      return [shown.value, room(), messages[0]?.seq ?? 0, messages[messages.length - 1]?.seq ?? 0] as const;
    },
    ([on, id, first, last]) => {
      // The lines are an extra: without them the room reads as before.
      if (on && last) void talks.want(id, first, last).catch(() => {});
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(fading));

  return { shown, strandOf, lit, light, show: (on: boolean) => talks.show(room(), on) };
}

export type Strands = ReturnType<typeof useStrands>;
