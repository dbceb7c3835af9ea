import { type ApiError, asApiError } from "@/api/http";
import type { Card, CatchUp } from "@/api/shapes";

export interface DeckPorts {
  page(after: string | null): Promise<CatchUp>;
  done(conversation: number, seq: number, quiet: boolean): Promise<void>;
  bringBack(conversation: number): Promise<void>;
  follow(conversation: number, on: boolean): Promise<{ followed: boolean }>;
}

export interface DeckCard extends Card {
  /** Read to its end, but still open on the screen. */
  read: boolean;
  error: ApiError | null;
}

export interface DeckSnapshot {
  cards: DeckCard[];
  /** What was unread when the cards were dealt, and of how many conversations. */
  unread: number;
  conversations: number;
  from: number;
  to: number;
  rest: CatchUp["rest"];
  loaded: boolean;
  loading: boolean;
  error: ApiError | null;
}

const NOTHING: DeckSnapshot = {
  cards: [], unread: 0, conversations: 0, from: 0, to: 0,
  rest: { conversations: 0, messages: 0 }, loaded: false, loading: false, error: null,
};
/** Cards left on the table below which the next ones are dealt. */
const FEW = 6;

/** The cards of one coming back: each goes off the table at once and comes back when the server refuses. */
export class CatchUpDeck {
  snapshot: DeckSnapshot = NOTHING;

  private next: string | null = null;
  private turn = 0;
  /** Cards that are done with, and whether the server has agreed: an answer that was read before may still hold them. */
  private readonly settled = new Map<number, boolean>();

  constructor(
    private readonly ports: DeckPorts,
    private readonly changed: (snapshot: DeckSnapshot) => void = () => {},
  ) {}

  async deal(): Promise<void> {
    const turn = ++this.turn;
    this.publish({ loading: true, error: null });
    try {
      const page = await this.ask(null);
      if (turn !== this.turn) return;
      this.next = page.next;
      const { unread, from, to, rest } = page;
      const conversations = page.cards.length + rest.conversations;
      this.publish({ cards: page.cards.map(fresh), unread, conversations, from, to, rest, loaded: true, loading: false });
    } catch (reason) {
      if (turn === this.turn) this.publish({ loading: false, error: asApiError(reason) });
    }
  }

  async more(): Promise<void> {
    if (this.next === null || this.snapshot.loading) return;
    const { turn } = this;
    this.publish({ loading: true, error: null });
    try {
      const page = await this.ask(this.next);
      if (turn !== this.turn) return;
      this.next = page.next;
      const known = new Set(this.snapshot.cards.map(idOf));
      const cards = [...this.snapshot.cards, ...page.cards.filter((card) => !known.has(idOf(card))).map(fresh)];
      this.publish({ cards, rest: page.rest, loading: false });
    } catch (reason) {
      if (turn === this.turn) this.publish({ loading: false, error: asApiError(reason) });
    }
  }

  /** Read to its end. The card stays where it is, marked, until `clear` takes it away: nobody loses what they look at. */
  async read(id: number): Promise<boolean> {
    const card = this.find(id);
    if (!card || card.read) return false;
    this.change(id, { read: true, error: null });
    return this.settle(card, false, (error) => this.change(id, { read: false, error }));
  }

  clear(id: number): void {
    this.publish({ cards: this.snapshot.cards.filter((card) => idOf(card) !== id) });
    this.dealSoon();
  }

  /** True once the server agreed; until then the card is off the table already. */
  async dismiss(id: number): Promise<boolean> {
    const card = this.find(id);
    if (!card) return false;
    const place = this.snapshot.cards.indexOf(card);
    this.clear(id);
    return this.settle(card, true, (error) => this.putBack({ ...card, error }, place));
  }

  /** Takes a dismissal back: the card returns to where it lay. */
  async bringBack(card: DeckCard, place: number): Promise<boolean> {
    this.settled.delete(idOf(card));
    this.putBack({ ...card, read: false, error: null }, place);
    return this.attempt(() => this.ports.bringBack(idOf(card)), (error) => this.change(idOf(card), { error }));
  }

  async follow(id: number): Promise<boolean> {
    const card = this.find(id);
    if (!card) return false;
    const followed = !card.followed;
    this.change(id, { followed, error: null });
    return this.attempt(
      async () => this.change(id, await this.ports.follow(id, followed)),
      (error) => this.change(id, { followed: !followed, error }),
    );
  }

  /** The words of a card stand on the board now. */
  promoted(id: number, fold: number | null, thread: number | null): void {
    const card = this.find(id);
    if (card) this.change(id, { conversation: { ...card.conversation, fold, thread } });
  }

  /** Everything else was read or skipped at once. */
  sweep(): void {
    this.turn += 1;
    this.next = null;
    this.publish({ cards: [], rest: { conversations: 0, messages: 0 }, unread: 0, loading: false, loaded: true });
  }

  find(id: number): DeckCard | undefined {
    return this.snapshot.cards.find((card) => idOf(card) === id);
  }

  private async ask(after: string | null): Promise<CatchUp> {
    for (const [id, agreed] of this.settled) if (agreed) this.settled.delete(id);
    const page = await this.ports.page(after);
    return { ...page, cards: page.cards.filter((card) => !this.settled.has(idOf(card))) };
  }

  private async settle(card: DeckCard, quiet: boolean, undo: (error: ApiError) => void): Promise<boolean> {
    const id = idOf(card);
    this.settled.set(id, false);
    const agreed = await this.attempt(() => this.ports.done(id, card.conversation.last_seq, quiet), undo);
    if (!agreed) this.settled.delete(id);
    else if (this.settled.has(id)) this.settled.set(id, true);
    return agreed;
  }

  private dealSoon(): void {
    if (this.snapshot.cards.length < FEW) void this.more();
  }

  private async attempt(act: () => Promise<void>, undo: (error: ApiError) => void): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (reason) {
      undo(asApiError(reason));
      return false;
    }
  }

  private putBack(card: DeckCard, place: number): void {
    const cards = this.snapshot.cards.filter((one) => idOf(one) !== idOf(card));
    cards.splice(Math.min(place, cards.length), 0, card);
    this.publish({ cards });
  }

  private change(id: number, changes: Partial<DeckCard>): void {
    this.publish({ cards: this.snapshot.cards.map((card) => (idOf(card) === id ? { ...card, ...changes } : card)) });
  }

  private publish(changes: Partial<DeckSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...changes };
    this.changed(this.snapshot);
  }
}

const idOf = (card: Card) => card.conversation.id;
const fresh = (card: Card): DeckCard => ({ ...card, read: false, error: null });
