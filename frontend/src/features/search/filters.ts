/** What narrows a search, as the server reads it; each language writes its own word. */
export type Filter = "from" | "in" | "has" | "before" | "after";

const NAMES: Record<string, Filter> = {
  from: "from", 来自: "from", 來自: "from",
  in: "in", 在: "in",
  has: "has", 含: "has", 含有: "has",
  before: "before", 早于: "before", 早於: "before",
  after: "after", 晚于: "after", 晚於: "after",
};

export interface OpenFilter {
  filter: Filter;
  /** Index of the first character of its word. */
  start: number;
  value: string;
}

const AT_END = /(?:^|\s)-?([a-z]+|[\u4e00-\u9fff]+)[:：](?:"([^"]*)|([^\s"]*))$/iu;

/** The filter that is being typed at the end of a search. */
export function openFilter(text: string): OpenFilter | null {
  const match = AT_END.exec(text);
  const filter = match && NAMES[match[1]!.toLowerCase()];
  if (!match || !filter) return null;
  return { filter, start: match.index + match[0].search(/[^\s-]/u), value: match[2] ?? match[3] ?? "" };
}

/** The search with the value of its open filter written out; names of several words stand in quotes. */
export function filled(text: string, open: OpenFilter, word: string, value: string): string {
  return `${text.slice(0, open.start)}${narrowed(word, value)} `;
}

export const narrowed = (word: string, value: string): string => (/[\s"]/u.test(value) ? `${word}:"${value.replaceAll('"', "")}"` : `${word}:${value}`);

/** The search with a filter begun at its end, for its value to be typed. */
export const begun = (text: string, word: string): string => `${text.trimEnd()}${text.trim() ? " " : ""}${word}:`;
