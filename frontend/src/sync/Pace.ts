/** Takes in what comes at once while that is quick; when drawing it takes long, in heaps, so that there is time for anything else. */
export class Pace<Item> {
  private waiting: Item[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private next = 0;

  /**
   * @param take what is done with a heap
   * @param drawn resolves when that stands on the screen
   */
  constructor(
    private readonly take: (items: Item[]) => void,
    private readonly drawn: () => Promise<unknown>,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  add(item: Item): void {
    this.waiting.push(item);
    const wait = this.next - this.clock();
    if (wait <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Now, whatever it costs: what follows builds upon it. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.waiting.length) return;
    const began = this.clock();
    const items = this.waiting;
    this.waiting = [];
    this.take(items);
    void this.drawn().then(() => this.rest(this.clock() - began));
  }

  private rest(took: number): void {
    if (took >= QUICK) this.next = this.clock() + Math.min(LONGEST, took * REST);
  }
}

/** Milliseconds that nobody notices. */
const QUICK = 4;
/** How many times as long as a heap took nothing is taken in. */
const REST = 6;
const LONGEST = 500;
