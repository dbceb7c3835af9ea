import { ref, watch } from "vue";

import type { Room } from "@/api/shapes";
import { type RoomView, useRooms } from "@/stores/rooms";

import { ReadGate, WORTH_CATCHING_UP } from "./ReadGate";

/** What stands on the screen: from one message to another, of a list that is where it is meant to be. */
interface Sight {
  top: number;
  bottom: number;
  settled: boolean;
}

/** How far somebody has read in a room; each visit begins where they are by then. */
export function useReading(room: () => Room, view: () => RoomView) {
  const rooms = useRooms();
  const seen = ref(0);
  /** More is unread than a glance at the end can read. */
  const holding = ref(false);
  /** What was unread when the room opened, until the reader has been where it begins. */
  const missed = ref<{ from: number; count: number } | null>(null);
  let gate: ReadGate;

  function miss(): void {
    const { snapshot, unreadFrom } = view();
    missed.value = snapshot.loaded && unreadFrom ? { from: unreadFrom, count: snapshot.seq - unreadFrom + 1 } : null;
  }

  function begin(): void {
    const { read_seq, unread } = room().mine ?? { read_seq: 0, unread: 0 };
    gate = new ReadGate(read_seq, unread, WORTH_CATCHING_UP);
    holding.value = gate.holding;
    seen.value = read_seq;
    miss();
  }

  function see({ top, bottom, settled }: Sight): void {
    if (missed.value && settled && top <= missed.value.from) missed.value = null;
    seen.value = Math.max(seen.value, bottom);
  }

  function read({ top, bottom }: Sight): void {
    rooms.markRead(room().id, gate.saw(top, bottom, view().snapshot.seq));
    holding.value = gate.holding;
  }

  begin();
  watch(() => view().snapshot.loaded && view().unreadFrom, miss);
  watch(
    () => room().mine?.read_seq ?? 0,
    (readSeq) => {
      gate.moved(readSeq, room().seq);
      holding.value = gate.holding;
    },
  );
  return { seen, holding, missed, begin, see, read };
}
