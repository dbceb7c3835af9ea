/** Something the palette can do, under the name that it is looked for by. */
export interface Entry {
  id: string;
  name: string;
}

/** Where `query` stands in a name whose letters are read as pinyin; null where it does not. */
export type ReadsLike = (name: string, query: string) => boolean;

const WORD = /[\s\-_/.,:·「」()（）]/u;

/** How well a name answers a query: its beginning, a beginning of a word, anywhere, or just its letters in order. */
export function score(name: string, query: string, readsLike: ReadsLike): number {
  const [text, wanted] = [name.toLowerCase(), query.trim().toLowerCase()];
  if (!wanted) return 1;
  const at = text.indexOf(wanted);
  if (at === 0) return 100 - Math.min(40, text.length - wanted.length) / 10;
  if (at > 0) return WORD.test(text[at - 1]!) ? 80 : 60;
  if (readsLike(name, wanted)) return 50;
  return hasLetters(text, wanted) ? 20 : 0;
}

function hasLetters(text: string, wanted: string): boolean {
  if (wanted.length < 2) return false;
  let from = 0;
  for (const letter of wanted.replace(/\s/gu, "")) {
    from = text.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** The best answers first; what is equally good stays in the order given. */
export function best<E extends Entry>(entries: readonly E[], query: string, readsLike: ReadsLike, most: number): E[] {
  return entries
    .map((entry, place) => ({ entry, place, score: score(entry.name, query, readsLike) }))
    .filter((one) => one.score > 0)
    .sort((one, other) => other.score - one.score || one.place - other.place)
    .slice(0, most)
    .map((one) => one.entry);
}
