import { readsLikeIn } from "@/features/keyboard/pinyin";
import type { ReadsLike } from "@/features/keyboard/rank";

import { apply, writtenIn } from "./apply";
import { Completion, type Offered, type Option, type Source } from "./Completion";
import { continued, type Edit, isAddress, link, type Mark, wrap } from "./edit";

/** Letters that put themselves around what is chosen. */
const AROUND: ReadonlySet<string> = new Set(["*", "_", "`", "~"]);

/** What a field for words can do beyond taking them; fetched when somebody begins to write. */
export class Writer {
  private readonly completion: Completion;

  constructor(
    private readonly field: () => HTMLTextAreaElement | null,
    sources: readonly Source[],
    changed: (offered: Offered | null) => void,
  ) {
    this.completion = new Completion(sources, changed);
  }

  look(): void {
    const field = this.field();
    if (field) void this.completion.look(field.value, field.selectionStart);
  }

  close(): void {
    this.completion.close();
  }

  pick(option?: Option): void {
    const taken = this.completion.take(option);
    if (!taken) return;
    const { start, end } = taken.token;
    const text = taken.option.run ? "" : taken.option.text;
    // A space that is there already is not doubled.
    const over = text.endsWith(" ") && this.field()?.value[end] === " " ? 1 : 0;
    this.edit(() => ({ from: start, to: end + over, insert: text, start: start + text.length, end: start + text.length }));
    taken.option.run?.();
  }

  /** Whether the key was meant for the list, or for the words that are chosen. */
  key(event: KeyboardEvent): boolean {
    if (!this.listKey(event.key, event.shiftKey) && !this.around(event)) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  private listKey(key: string, shift: boolean): boolean {
    if (!this.completion.isOpen) return false;
    if (key === "ArrowDown") this.completion.step(1);
    else if (key === "ArrowUp") this.completion.step(-1);
    else if ((key === "Enter" || key === "Tab") && !shift) this.pick();
    else if (key === "Escape") this.completion.dismiss();
    else return false;
    return true;
  }

  private around({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (!AROUND.has(key) || ctrlKey || metaKey || altKey || !this.hasChosen) return false;
    this.mark(key as Mark, false);
    return true;
  }

  mark(mark: Mark, toggles = true): void {
    this.edit((written) => wrap(written, mark, toggles));
  }

  link(): void {
    this.edit((written) => link(written));
  }

  /** Goes on with a list or a quote; false where the line is neither. */
  newline(): boolean {
    return this.edit(continued);
  }

  /** An address that is pasted over words makes them a link. */
  paste(event: ClipboardEvent): boolean {
    const address = event.clipboardData?.getData("text/plain") ?? "";
    const field = this.field();
    if (!field || !this.hasChosen || !isAddress(address)) return false;
    const written = writtenIn(field);
    if (isAddress(written.text.slice(written.start, written.end))) return false;
    event.preventDefault();
    return this.edit(() => link(written, address));
  }

  private get hasChosen(): boolean {
    const field = this.field();
    return field !== null && field.selectionEnd > field.selectionStart;
  }

  private edit(made: (written: ReturnType<typeof writtenIn>) => Edit | null): boolean {
    const field = this.field();
    const edit = field && made(writtenIn(field));
    if (!field || !edit) return false;
    apply(field, edit);
    return true;
  }
}

/** How names are read as pinyin; fetched once, and again where that failed. */
export function pinyinReader(locale: () => string): () => Promise<ReadsLike> {
  const asked = new Map<string, Promise<ReadsLike>>();
  return () => {
    const at = locale();
    const found = asked.get(at) ?? readsLikeIn(at);
    asked.set(at, found);
    // Without it names are still found by their signs.
    return found.catch(() => {
      asked.delete(at);
      return () => false;
    });
  };
}
