import type { IconName } from "@/ui/icons";

import { type Token, tokenAt, type Trigger } from "./token";

/** One answer of the list: how it looks, and what it puts in the place of what was typed. */
export interface Option {
  key: string;
  name: string;
  text: string;
  note?: string;
  sign: { face: { name: string; hue: number } } | { icon: IconName } | { emoji: string };
  /** Does this in place of writing anything. */
  run?: () => void;
}

/** Who answers to one trigger. */
export interface Source {
  trigger: Trigger;
  /** Milliseconds without another letter before it is asked. */
  patience: number;
  find: (query: string) => Promise<Option[]>;
}

export interface Offered {
  trigger: Trigger;
  options: Option[];
  active: number;
}

const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/** Completes what is typed at the caret: asks whoever answers to its trigger, and keeps the place in the list. */
export class Completion {
  private token: Token | null = null;
  /** Where the list was sent away: there it stays away. */
  private refused: number | null = null;
  private turn = 0;
  private offered: Offered | null = null;

  constructor(
    private readonly sources: readonly Source[],
    private readonly changed: (offered: Offered | null) => void,
  ) {}

  async look(text: string, caret: number): Promise<void> {
    const next = tokenAt(text, caret);
    const before = this.token;
    if (next?.start !== this.refused) this.refused = null;
    if (!next || this.refused !== null) return this.close();
    if (before?.trigger === next.trigger && before.start === next.start && before.query === next.query) return;
    this.token = next;
    await this.ask(next);
  }

  private async ask({ trigger, query }: Token): Promise<void> {
    const mine = ++this.turn;
    const source = this.sources.find((one) => one.trigger === trigger);
    if (source?.patience) await pause(source.patience);
    if (mine !== this.turn) return;
    // What cannot be fetched is not offered; the words stand as they were typed.
    const options = (await source?.find(query).catch(() => [])) ?? [];
    if (mine === this.turn) this.offer(options.length ? { trigger, options, active: 0 } : null);
  }

  /** Away with the list, for this word. */
  dismiss(): void {
    this.refused = this.token?.start ?? null;
    this.close();
  }

  close(): void {
    this.turn += 1;
    this.token = null;
    if (this.offered) this.offer(null);
  }

  step(by: 1 | -1): void {
    if (!this.offered) return;
    const { options, active } = this.offered;
    this.offer({ ...this.offered, active: (active + by + options.length) % options.length });
  }

  /** The option at hand, or another, and the stretch of the text that it stands for; the list is gone then. */
  take(option = this.offered?.options[this.offered.active]): { option: Option; token: Token } | null {
    const { token } = this;
    this.close();
    return option && token ? { option, token } : null;
  }

  get isOpen(): boolean {
    return this.offered !== null;
  }

  private offer(offered: Offered | null): void {
    this.offered = offered;
    this.changed(offered);
  }
}
