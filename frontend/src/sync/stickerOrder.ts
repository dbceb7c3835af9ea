import type { Sticker } from "@/api/shapes";

/** As many as are kept in mind. */
const MOST = 24;

/** Whose turn it was last, the latest first. */
export const usedLast = (recent: readonly number[], id: number): number[] => [id, ...recent.filter((one) => one !== id)].slice(0, MOST);

const folded = (text: string) => text.normalize("NFKC").toLocaleLowerCase();

/** Those that some words find, or all; the ones used last stand first. */
export function arranged(list: readonly Sticker[], recent: readonly number[], words = ""): Sticker[] {
  const wanted = folded(words).split(/\s+/u).filter(Boolean);
  const found = list.filter(({ file, keywords }) => wanted.every((word) => folded(`${file.name} ${keywords}`).includes(word)));
  const turn = ({ id }: Sticker) => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  return [...found].sort((a, b) => turn(a) - turn(b));
}
