import type { Wire } from "./Socket";

/** For so long a connection that nobody listens to is worth taking, in milliseconds: then the server closes it. */
const FRESH = 10_000;

/** A connection that is opened before anybody listens. What it says meanwhile is told to whoever takes it. */
export class EarlyWire implements Wire {
  onopen: Wire["onopen"] = null;
  onmessage: Wire["onmessage"] = null;
  onclose: Wire["onclose"] = null;

  private missed: (() => void)[] | null = [];
  private isOver = false;

  constructor(
    private readonly wire: Wire,
    private readonly since = Date.now(),
  ) {
    wire.onopen = () => this.tell(() => this.onopen?.());
    wire.onmessage = (event) => this.tell(() => this.onmessage?.(event));
    wire.onclose = (event) => {
      this.isOver = true;
      this.tell(() => this.onclose?.(event));
    };
  }

  /** Itself, for somebody who listens from now on; null where it is closed or grew old. */
  take(now = Date.now()): EarlyWire | null {
    if (this.isOver || now - this.since > FRESH) {
      this.close();
      return null;
    }
    queueMicrotask(() => {
      const missed = this.missed ?? [];
      this.missed = null;
      for (const say of missed) say();
    });
    return this;
  }

  send(text: string): void {
    this.wire.send(text);
  }

  close(): void {
    this.wire.close();
  }

  private tell(say: () => void): void {
    if (this.missed) this.missed.push(say);
    else say();
  }
}
