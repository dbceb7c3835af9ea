import type { List } from "@/api/http";
import type { Message } from "@/api/shapes";

import { UnderWay } from "./UnderWay";

type Page = (after: string | number | null) => Promise<List<Message>>;

export interface TalkSnapshot {
  messages: Message[];
  more: boolean;
  loaded: boolean;
}

/** The messages of one conversation, from a place on, page by page. */
export class ConversationLog {
  snapshot: TalkSnapshot = { messages: [], more: false, loaded: false };

  private readonly rows = new Map<number, Message>();
  private next: string | number | null = null;
  private turn = 0;
  private fetching = false;
  private lookAgain = false;
  private readonly underWay = new UnderWay<Message>((message) => message.id);

  constructor(
    private readonly page: Page,
    private readonly changed: (snapshot: TalkSnapshot) => void = () => {},
  ) {}

  /** `after`: only what stands behind this place; null shows all of it. */
  async show(after: number | null): Promise<void> {
    const turn = ++this.turn;
    const { results, next } = await this.ask(after);
    if (turn !== this.turn) return;
    this.rows.clear();
    this.keep(results);
    this.next = next;
    this.publish(true);
  }

  async more(): Promise<void> {
    if (this.next === null || this.fetching) return;
    await this.fetchAfter(this.next);
  }

  /** Somebody said something in the room: it may belong here. */
  async lookOn(): Promise<void> {
    if (this.fetching) this.lookAgain = true;
    if (this.next !== null || this.fetching || !this.snapshot.loaded) return;
    await this.fetchAfter(this.snapshot.messages[this.snapshot.messages.length - 1]?.seq ?? null);
  }

  /** Rows that changed in the room; those of other conversations are no business of this one. */
  apply(messages: readonly Message[]): void {
    for (const message of messages) this.underWay.tell(message.id, (row) => (row.rev < message.rev ? message : row));
    const mine = messages.filter((message) => (this.rows.get(message.id)?.rev ?? Infinity) < message.rev);
    if (!mine.length) return;
    this.keep(mine);
    this.publish(true);
  }

  private async fetchAfter(after: string | number | null): Promise<void> {
    const { turn } = this;
    this.fetching = true;
    try {
      const { results, next } = await this.ask(after);
      if (turn !== this.turn) return;
      this.keep(results);
      this.next = next;
      this.publish(true);
    } finally {
      this.fetching = false;
    }
    if (!this.lookAgain) return;
    this.lookAgain = false;
    await this.lookOn();
  }

  private async ask(after: string | number | null): Promise<List<Message>> {
    const answer = this.page(after);
    const results = await this.underWay.upToDate(answer.then((page) => page.results));
    return { results, next: (await answer).next };
  }

  private keep(messages: readonly Message[]): void {
    for (const message of messages) {
      if ((this.rows.get(message.id)?.rev ?? -1) <= message.rev) this.rows.set(message.id, message);
    }
  }

  private publish(loaded: boolean): void {
    const messages = [...this.rows.values()].sort((a, b) => a.seq - b.seq);
    this.snapshot = { messages, more: this.next !== null, loaded };
    this.changed(this.snapshot);
  }
}
