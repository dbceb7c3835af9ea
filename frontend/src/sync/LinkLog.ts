import type { Link } from "@/api/shapes";

/** Places that one question may span. */
export const SPAN = 200;

export interface LinkSnapshot {
  /** Place of a message → its conversation. */
  of: ReadonlyMap<number, number>;
  /** Messages of each conversation among those that are known here. */
  size: ReadonlyMap<number, number>;
}

export const NO_LINKS: LinkSnapshot = { of: new Map(), size: new Map() };

/** Which conversation each place of a room belongs to, asked for by stretches and asked again where late evidence may come. */
export class LinkLog {
  snapshot: LinkSnapshot = NO_LINKS;

  private readonly stretches = new Map<number, Link[]>();
  private readonly asking = new Map<number, Promise<void>>();
  private readonly turns = new Map<number, number>();

  constructor(
    private readonly links: (from: number, to: number) => Promise<Link[]>,
    private readonly changed: (snapshot: LinkSnapshot) => void = () => {},
  ) {}

  /** Sees to it that these places are known; what is known already is not asked for again. */
  async want(from: number, to: number): Promise<void> {
    await Promise.all(stretchesOf(from, to).map((at) => (this.stretches.has(at) ? undefined : (this.asking.get(at) ?? this.ask(at)))));
  }

  /** New words came, and may have changed what is thought of those just before. */
  async renew(from: number, to: number): Promise<void> {
    await Promise.all(stretchesOf(from, to).map((at) => this.ask(at)));
  }

  private ask(at: number): Promise<void> {
    const asked: Promise<void> = this.learn(at).finally(() => {
      if (this.asking.get(at) === asked) this.asking.delete(at);
    });
    this.asking.set(at, asked);
    return asked;
  }

  /** What was asked before may have been read before: only the latest answer counts. */
  private async learn(at: number): Promise<void> {
    const turn = (this.turns.get(at) ?? 0) + 1;
    this.turns.set(at, turn);
    const links = await this.links(at * SPAN + 1, (at + 1) * SPAN);
    if (this.turns.get(at) !== turn) return;
    this.stretches.set(at, links);
    this.publish();
  }

  private publish(): void {
    const of = new Map<number, number>();
    const size = new Map<number, number>();
    for (const { seq, conversation } of [...this.stretches.values()].flat()) {
      of.set(seq, conversation);
      size.set(conversation, (size.get(conversation) ?? 0) + 1);
    }
    this.snapshot = { of, size };
    this.changed(this.snapshot);
  }
}

function stretchesOf(from: number, to: number): number[] {
  const first = Math.floor((Math.max(1, from) - 1) / SPAN);
  const last = Math.floor((Math.max(1, to) - 1) / SPAN);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
