import { shallowRef } from "vue";

/** What the keeper needs to know of the scrolled list. */
export interface Viewport {
  readonly scrollOffset: number;
  readonly scrollSize: number;
  readonly viewportSize: number;
}

const NEAR_END = 80;
const FETCH_AHEAD = 900;

/** Decides from the scroll position alone: whether to stay at the newest row, and whether more rows are wanted. */
export class ScrollKeeper {
  private readonly atBottom = shallowRef(true);
  private offset = 0;

  /** At the bottom and meant to stay there. */
  get stuck(): boolean {
    return this.atBottom.value;
  }

  scrolled(view: Viewport): void {
    const left = view.scrollSize - view.scrollOffset - view.viewportSize;
    const wentUp = view.scrollOffset < this.offset - 1;
    // Rows that grow above push the end away without anybody scrolling: only a move upwards lets go.
    if (left < NEAR_END) this.atBottom.value = true;
    else if (wentUp) this.atBottom.value = false;
    this.offset = view.scrollOffset;
  }

  /** Whether the list stands where it is meant to: before it is laid out it stands at its top for a moment. */
  isSettled(view: Viewport): boolean {
    return !this.stuck || view.scrollSize - view.scrollOffset - view.viewportSize < NEAR_END;
  }

  letGo(): void {
    this.atBottom.value = false;
  }

  hold(): void {
    this.atBottom.value = true;
  }

  wantsOlder(view: Viewport): boolean {
    return view.scrollOffset < FETCH_AHEAD;
  }

  wantsNewer(view: Viewport): boolean {
    return view.scrollSize - view.scrollOffset - view.viewportSize < FETCH_AHEAD;
  }
}
