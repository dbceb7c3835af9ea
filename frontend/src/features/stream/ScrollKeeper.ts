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
  /** At the bottom and meant to stay there. */
  stuck = true;
  /** While rows are being chosen nothing moves under the finger, and what is said meanwhile waits below. */
  still = false;
  private offset = 0;

  scrolled(view: Viewport): void {
    const left = view.scrollSize - view.scrollOffset - view.viewportSize;
    const wentUp = view.scrollOffset < this.offset - 1;
    // Rows that grow above push the end away without anybody scrolling: only a move upwards lets go.
    if (left < NEAR_END) this.stuck = true;
    else if (wentUp || this.still) this.stuck = false;
    this.offset = view.scrollOffset;
  }

  /** Whether what changes its height may move the list to its end. */
  get pulls(): boolean {
    return this.stuck && !this.still;
  }

  /** Whether the list stands where it is meant to: before it is laid out it stands at its top for a moment. */
  isSettled(view: Viewport): boolean {
    return !this.stuck || view.scrollSize - view.scrollOffset - view.viewportSize < NEAR_END;
  }

  letGo(): void {
    this.stuck = false;
  }

  hold(): void {
    this.stuck = true;
  }

  wantsOlder(view: Viewport): boolean {
    return view.scrollOffset < FETCH_AHEAD;
  }

  wantsNewer(view: Viewport): boolean {
    return view.scrollSize - view.scrollOffset - view.viewportSize < FETCH_AHEAD;
  }
}
