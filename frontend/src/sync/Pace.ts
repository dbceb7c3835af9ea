interface Habits {
  /** Told when heaps become so slow that less should be drawn of them, and when that is over. */
  hurry?(hurried: boolean): void;
  /** Whether the screen is needed for something else just now: then it is left alone for longer. */
  isBusy?(): boolean;
  clock?(): number;
}

/** Takes in what comes at once while that is quick; when drawing it takes long, in heaps, so that there is time for anything else. */
export class Pace<Item> {
  private waiting: Item[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private drawing = 0;
  private next = 0;
  private hurried = false;
  private readonly clock: () => number;

  /**
   * @param take what is done with a heap
   * @param drawn resolves when that stands on the screen
   */
  constructor(
    private readonly take: (items: Item[]) => void,
    private readonly drawn: () => Promise<unknown>,
    private readonly habits: Habits = {},
  ) {
    this.clock = habits.clock ?? (() => performance.now());
  }

  add(item: Item): void {
    this.waiting.push(item);
    if (!this.drawing) this.flushInTime();
  }

  /** Now, whatever it costs: what follows builds upon it. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.waiting.length) return this.mark(false);
    const began = this.clock();
    const items = this.waiting;
    this.waiting = [];
    this.take(items);
    this.drawing += 1;
    void this.drawn().then(() => this.rest(this.clock() - began, items.length));
  }

  private rest(took: number, count: number): void {
    const lost = took - FRAME;
    if (lost >= HEAVY && count > 1) this.mark(true);
    const rest = this.habits.isBusy?.() ? BUSY_REST : REST;
    if (lost >= QUICK) this.next = this.clock() + Math.min(LONGEST, lost * rest);
    this.drawing -= 1;
    if ((this.waiting.length || this.hurried) && !this.drawing) this.flushInTime();
  }

  private mark(hurried: boolean): void {
    if (this.hurried === hurried) return;
    this.hurried = hurried;
    this.habits.hurry?.(hurried);
  }

  private flushInTime(): void {
    const wait = this.next - this.clock();
    if (wait <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }
}

/**
 * Resolves when what was changed has been drawn: its styles, places and colours take as long as the change itself.
 * A page that nobody sees is not drawn.
 */
export const painted = () =>
  new Promise<void>((seen) => {
    if (document.hidden) return setTimeout(seen);
    requestAnimationFrame(() => setTimeout(seen));
    // Frames stop when the page is hidden meanwhile.
    setTimeout(seen, LONGEST);
  });

/** Milliseconds until the screen shows anything at all, at its sixty pictures a second. */
const FRAME = 17;
/** Milliseconds that nobody notices. */
const QUICK = 4;
/** Milliseconds for a heap of several that everybody notices. */
const HEAVY = 50;
/** How many times as long as a heap took nothing is taken in. */
const REST = 12;
/** The same while the screen is needed for something else. */
const BUSY_REST = 40;
const LONGEST = 1_500;
