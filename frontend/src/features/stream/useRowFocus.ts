import type { VirtualizerHandle } from "virtua/vue";
import { nextTick, type Ref } from "vue";

import { indexOfSeq, type Row, seqBeside } from "./rows";

interface Parts {
  at: Ref<number | null>;
  rows: () => readonly Row[];
  list: Readonly<Ref<VirtualizerHandle | null>>;
  scroller: Readonly<Ref<HTMLElement | null>>;
}

const isHere = (seq: number) => `[data-seq="${seq}"][tabindex]`;

/** One row of the stream has the focus, and keeps it while rows come, go and are drawn anew. */
export function useRowFocus({ at, rows, list, scroller }: Parts) {
  const holds = () => scroller.value?.contains(document.activeElement) ?? false;

  async function focus(seq: number): Promise<void> {
    const index = indexOfSeq(rows(), seq);
    const row = rows()[index];
    if (!row || !("seq" in row)) return;
    at.value = row.seq;
    list.value?.scrollToIndex(index, { align: "nearest" });
    // A row that was off the screen stands there one frame later.
    await nextTick();
    await new Promise(requestAnimationFrame);
    scroller.value?.querySelector<HTMLElement>(isHere(row.seq))?.focus({ preventScroll: true });
  }

  function step(by: 1 | -1): void {
    const next = seqBeside(rows(), at.value ?? lastOnScreen(), at.value === null ? 0 : by);
    if (next !== null) void focus(next);
  }

  function lastOnScreen(): number | null {
    const handle = list.value;
    return handle && seqBeside(rows().slice(0, handle.findItemIndex(handle.scrollOffset + handle.viewportSize - 8) + 1), null, 0);
  }

  /** Draws anew; a focused row that goes away hands the focus to its neighbour. */
  async function keep(draw: () => Promise<void>): Promise<void> {
    const held = holds() && document.activeElement !== scroller.value;
    await draw();
    if (held && !holds() && document.activeElement === document.body && at.value !== null) {
      const next = seqBeside(rows(), at.value, 0);
      if (next !== null) await focus(next);
    }
  }

  return { focus, step, keep, holds };
}
