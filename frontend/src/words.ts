export type Words = Record<string, string>;
export type Load = () => Promise<{ default: Words }>;
export type Named = Record<string, unknown>;
/** How a text is said of these values. */
export type Spoken = (named: Named, count: number) => string;

type Part = string | { named: string };

const partsOf = (words: string): Part[] =>
  words.trim().split(/(\{\w+\})/).map((part) => (part.startsWith("{") ? { named: part.slice(1, -1) } : part));

const say = (parts: readonly Part[], named: Named) =>
  parts.map((part) => (typeof part === "string" ? part : String(named[part.named] ?? ""))).join("");

/** Understands the two forms that our words take, "{name}" and "one | many"; of nothing there are many. */
function spoken(words: string): Spoken {
  if (!/[{|]/.test(words)) return () => words;
  const [one = [], many = one] = words.split("|").map(partsOf);
  return (named, count) => say(count === 0 || count > 1 ? many : one, named);
}

/**
 * The words of one language: those of the first page, and the others once they have come. Each is understood when it is
 * first said. It is not reactive: nothing that stands is drawn anew when words come.
 */
export class Dictionary {
  private readonly known = new Map<string, Spoken>();
  private later: Words | null = null;

  constructor(
    private readonly first: Words,
    private readonly loadLater: Load,
  ) {}

  get isWhole(): boolean {
    return this.later !== null;
  }

  async complete(): Promise<void> {
    this.later ??= (await this.loadLater()).default;
  }

  find(key: string): Spoken | null {
    const held = this.known.get(key);
    if (held) return held;
    const words = this.first[key] ?? this.later?.[key];
    if (words === undefined) return null;
    const made = spoken(words);
    this.known.set(key, made);
    return made;
  }
}
