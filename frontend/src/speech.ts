import { Dictionary, type Load, type Spoken } from "./words";

/** The words that the first page says, and all others. */
export interface Language {
  first: Load;
  later: Load;
}

/** Which words are known: first those of the first page; all, in any language, once something is opened that says more. */
export class Speech<Locale extends string> {
  private spoken: Dictionary | null = null;
  private wantsAll = false;
  private latest = 0;

  constructor(private readonly languages: Record<Locale, Language>) {}

  /** @returns whether that language is spoken now: of several wishes the latest counts */
  async turnTo(locale: Locale): Promise<boolean> {
    const mine = ++this.latest;
    const { first, later } = this.languages[locale];
    // Side by side: who comes for another page than a room waits for one journey, not for two.
    const asked = this.wantsAll ? later() : null;
    const [near] = await Promise.all([first(), asked]);
    const next = new Dictionary(near.default, asked ? () => asked : later);
    if (this.wantsAll) await next.complete();
    if (mine !== this.latest) return false;
    this.spoken = next;
    return true;
  }

  find(key: string): Spoken | null {
    return this.spoken?.find(key) ?? null;
  }

  /** Before a language is chosen there is nothing to wait for: it will come whole. */
  async learnAll(): Promise<void> {
    this.wantsAll = true;
    if (!this.spoken || this.spoken.isWhole) return;
    await this.spoken.complete();
    return this.learnAll();
  }

  /** The part, once its words are there too. */
  async withWords<Part>(part: Promise<Part>): Promise<Part> {
    const [come] = await Promise.all([part, this.learnAll()]);
    return come;
  }
}
