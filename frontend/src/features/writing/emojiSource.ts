import { best, type ReadsLike } from "@/features/keyboard/rank";

import type { Option, Source } from "./Completion";
import { emojiNames } from "./emojiNames";

const MOST = 8;
const isChinese = (text: string) => /\p{Script=Han}/u.test(text);

const entries = emojiNames.flatMap(([emoji, english, chinese]) => `${english} ${chinese}`.split(" ").map((name) => ({ id: emoji, name })));

/** Emoji by their names in both languages, each once, under the name that was meant. */
export function emojisFor(query: string, readsLike: ReadsLike): Option[] {
  const found = best(entries, query, readsLike, entries.length).filter((one) => isAbout(one.name, query, readsLike));
  const once = new Map<string, string>();
  for (const { id, name } of found) if (!once.has(id)) once.set(id, name);
  return [...once].slice(0, MOST).map(([emoji, name]) => ({ key: emoji, name, text: `${emoji} `, sign: { emoji } }));
}

/** Letters that merely occur in order would find half of them. */
const isAbout = (name: string, query: string, readsLike: ReadsLike) => name.includes(query.toLowerCase()) || (isChinese(name) && readsLike(name, query));

export const emojiSource = (readsLike: () => Promise<ReadsLike>): Source => ({
  trigger: ":",
  patience: 0,
  find: async (query) => emojisFor(query, await readsLike()),
});
