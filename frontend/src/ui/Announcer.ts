const GATHER = 400;
const PAUSE = 5_000;

/** What a screen reader hears of a stream: one message in its own words, many as a number, never more than one sentence a pause. */
export class Announcer {
  private waiting: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saidAt = -Infinity;

  constructor(
    private readonly say: (words: string) => void,
    private readonly sum: (count: number) => string,
    private readonly clock = () => performance.now(),
  ) {}

  hear(words: string): void {
    this.waiting.push(words);
    this.timer ??= setTimeout(() => this.tell(), Math.max(GATHER, this.saidAt + PAUSE - this.clock()));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private tell(): void {
    const { waiting } = this;
    this.stop();
    this.saidAt = this.clock();
    this.say(waiting.length === 1 ? waiting[0]! : this.sum(waiting.length));
  }
}
