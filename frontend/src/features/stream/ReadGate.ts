/** Messages: more than a screenful. */
export const WORTH_CATCHING_UP = 25;

/**
 * Decides how far somebody has read from what stands on the screen. Whoever comes back to more than a screenful and
 * stands at its end has not read what lies between: until they read it, skip it or catch up, it stays unread.
 */
export class ReadGate {
  holding: boolean;

  constructor(
    private readSeq: number,
    unread: number,
    enough: number,
  ) {
    this.holding = unread >= enough;
  }

  /** `top` and `bottom`: places on the screen; `last`: that of the room's newest message. */
  saw(top: number, bottom: number, last: number): number {
    const joins = top <= this.readSeq + 1;
    if (!this.holding || joins) this.readSeq = Math.max(this.readSeq, bottom);
    if (this.readSeq >= last) this.holding = false;
    return this.readSeq;
  }

  /** Read elsewhere: on another device, or as cards. */
  moved(readSeq: number, last: number): void {
    this.readSeq = Math.max(this.readSeq, readSeq);
    if (this.readSeq >= last) this.holding = false;
  }
}
