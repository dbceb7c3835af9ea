/** Tells the server how far somebody has read: at most once a second, never backwards, again after a failure. */
export class ReadMarker {
  private readonly wanted = new Map<number, number>();
  private readonly told = new Map<number, number>();
  private timer?: ReturnType<typeof setTimeout>;

  constructor(
    private readonly tell: (room: number, seq: number) => Promise<unknown>,
    private readonly pause = 1_000,
  ) {}

  mark(room: number, seq: number): void {
    if (seq <= Math.max(this.wanted.get(room) ?? 0, this.told.get(room) ?? 0)) return;
    this.wanted.set(room, seq);
    this.timer ??= setTimeout(() => void this.flush(), this.pause);
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await Promise.all([...this.wanted].map(([room, seq]) => this.flushOne(room, seq)));
  }

  private async flushOne(room: number, seq: number): Promise<void> {
    try {
      await this.tell(room, seq);
      this.told.set(room, seq);
      if (this.wanted.get(room) === seq) this.wanted.delete(room);
    } catch {
      // Kept as wanted: the next mark or the reconnect tells it.
    }
  }
}
