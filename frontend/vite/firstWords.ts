import { readFileSync } from "node:fs";
import { join } from "node:path";

import { FIRST } from "./firstLoad.ts";
import { Sources, SRC } from "./sources.ts";

export type Words = Record<string, string>;

const LITERAL = /["'`]([a-z]\w*(?:\.\w+)+)["'`]/gi;
/** A key that is put together where it is said. */
const FAMILY = /\bte?\(\s*`([a-z][\w.]*\.)\$\{/gi;

export const wordsOf = (locale: string): Words => JSON.parse(readFileSync(join(SRC, "locales", `${locale}.json`), "utf8")) as Words;

/** The keys that a source names, and all of a family of which it says one. */
export function keysIn(source: string, all: readonly string[]): string[] {
  const named = new Set([...source.matchAll(LITERAL)].map(([, key]) => key));
  const families = [...source.matchAll(FAMILY)].map(([, head = ""]) => head);
  return all.filter((key) => named.has(key) || families.some((head) => key.startsWith(head)));
}

/** Which words come with the first page, and which parts of the app say others. */
export class FirstWords {
  readonly files: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;

  constructor(
    private readonly all: readonly string[] = Object.keys(wordsOf("en")),
    private readonly sources = new Sources(),
  ) {
    this.files = sources.comingWith(FIRST);
    this.keys = new Set([...this.files].flatMap((file) => this.saidIn(file)));
  }

  suffice(part: string): boolean {
    return [...this.sources.comingWith([part])].flatMap((file) => this.saidIn(file)).every((key) => this.keys.has(key));
  }

  private saidIn(file: string): string[] {
    return keysIn(this.sources.of(file), this.all);
  }
}
