/** Why the next post of a room waits, and until when (by this machine's clock, in milliseconds). */
export interface Pause {
  code: string;
  until: number;
  /** Milliseconds that each post after the first waits longer. */
  step: number;
}

/** Rooms that asked for a while without posts. Each has its own time: one that waits long holds up no other. */
export class Pauses {
  private readonly pauses = new Map<number, Pause>();
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(private readonly over: (room: number) => void) {}

  of(room: number): Pause | null {
    return this.pauses.get(room) ?? null;
  }

  begin(room: number, code: string, seconds: number, step = 0): void {
    this.forget(room);
    this.pauses.set(room, { code, until: Date.now() + seconds * 1000, step: step * 1000 });
    this.timers.set(room, setTimeout(() => this.end(room), seconds * 1000));
  }

  end(room: number): void {
    if (!this.forget(room)) return;
    this.over(room);
  }

  clear(): void {
    for (const room of [...this.pauses.keys()]) this.forget(room);
  }

  private forget(room: number): boolean {
    clearTimeout(this.timers.get(room));
    this.timers.delete(room);
    return this.pauses.delete(room);
  }
}
