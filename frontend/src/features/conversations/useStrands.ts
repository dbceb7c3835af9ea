import { useEventListener } from "@vueuse/core";
import { computed, onDeactivated, onScopeDispose, shallowRef, watch } from "vue";

import { useRooms } from "@/stores/rooms";
import { useTalks } from "@/stores/talks";

import { hueOf } from "./hue";

export interface Strand {
  conversation: number;
  hue: number;
}

/** On what is pressed to light a conversation; a press on anything else puts it out. */
export const MARK = "data-strand";

/** Lets go of the light a moment later, so that it does not flicker from row to row. */
const FADES = 120;

/** The threads beside the messages of one room: nothing while they are not shown, and none are asked for while nobody looks. */
export function useStrands(room: () => number, away: () => boolean = () => false) {
  const talks = useTalks();
  const rooms = useRooms();
  const shown = computed(() => talks.isShown(room()));
  const links = computed(() => talks.links(room()));
  /** What is pointed at; what was pressed, until one presses elsewhere; and what a menu is about, wherever the pointer is by then. */
  const pointed = shallowRef<number | null>(null);
  const pressed = shallowRef<number | null>(null);
  const held = shallowRef<number | null>(null);
  const lit = computed(() => held.value ?? pressed.value ?? pointed.value);
  let fading: ReturnType<typeof setTimeout> | undefined;

  /** One message alone is no conversation yet. */
  function strandOf(seq: number): Strand | null {
    const conversation = shown.value ? links.value.of.get(seq) : undefined;
    if (conversation === undefined || (links.value.size.get(conversation) ?? 0) < 2) return null;
    return { conversation, hue: hueOf(conversation) };
  }

  const talkOf = (seq: number) => strandOf(seq)?.conversation ?? null;

  /** Of what a finger touches a mouse is told as well, which comes and never leaves. */
  const canHover = matchMedia("(hover: hover)").matches;

  function light(seq: number | null): void {
    if (!canHover) return;
    clearTimeout(fading);
    if (seq === null) fading = setTimeout(() => (pointed.value = null), FADES);
    else pointed.value = talkOf(seq);
  }

  const hold = (seq: number | null) => void (held.value = seq === null ? null : talkOf(seq));

  function press(seq: number): void {
    const talk = talkOf(seq);
    pressed.value = pressed.value === talk ? null : talk;
  }

  useEventListener(window, "click", ({ target }) => {
    if (!(target as Element).closest(`[${MARK}]`)) pressed.value = null;
  }, { capture: true });
  const dark = () => void (pressed.value = pointed.value = null);
  watch([room, shown], dark);
  onDeactivated(dark);

  watch(
    () => {
      if (away() || !shown.value) return [false, room(), 0, 0] as const;
      const { messages } = rooms.view(room()).snapshot;
      return [true, room(), messages[0]?.seq ?? 0, messages[messages.length - 1]?.seq ?? 0] as const;
    },
    ([on, id, first, last]) => {
      // The lines are an extra: without them the room reads as before.
      if (on && last) void talks.want(id, first, last).catch(() => {});
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(fading));

  return { shown, strandOf, lit, pressed, light, press, hold, show: (on: boolean) => talks.show(room(), on) };
}

export type Strands = ReturnType<typeof useStrands>;
