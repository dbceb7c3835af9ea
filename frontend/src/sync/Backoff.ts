const CEILING = 30_000;
const BASE = 1_000;

/** Exponential with full jitter, so that a restarted server is not stormed by everyone at once. */
export class Backoff {
  private tries = 0;

  constructor(private readonly random: () => number = Math.random) {}

  next(): number {
    const ceiling = Math.min(CEILING, BASE * 2 ** this.tries);
    this.tries += 1;
    return this.random() * ceiling;
  }

  reset(): void {
    this.tries = 0;
  }
}
