/** What stands in a field, and what of it is chosen. */
export interface Written {
  text: string;
  start: number;
  end: number;
}

/** A stretch that is replaced, and what is chosen afterwards. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
  start: number;
  end: number;
}

export type Mark = "**" | "_" | "`" | "~~" | "*" | "~";

/** Marks around words do not work with spaces inside of them. */
function trimmed({ text, start, end }: Written): { start: number; end: number } {
  const chosen = text.slice(start, end);
  const lead = chosen.length - chosen.trimStart().length;
  return chosen.trim() ? { start: start + lead, end: start + lead + chosen.trim().length } : { start, end: start };
}

/** Puts a mark on both sides of what is chosen; with `toggles`, takes away the one that is there. */
export function wrap(written: Written, mark: Mark, toggles = false): Edit {
  const { start, end } = trimmed(written);
  const { text } = written;
  const inner = text.slice(start, end);
  const size = mark.length;
  if (toggles && text.slice(start - size, start) === mark && text.slice(end, end + size) === mark)
    return { from: start - size, to: end + size, insert: inner, start: start - size, end: end - size };
  if (mark === "`" && inner.includes("\n")) return fence(inner, start, end);
  return { from: start, to: end, insert: mark + inner + mark, start: start + size, end: end + size };
}

/** Code of several lines. */
function fence(inner: string, start: number, end: number): Edit {
  return { from: start, to: end, insert: `\`\`\`\n${inner}\n\`\`\``, start: start + 4, end: end + 4 };
}

const ADDRESS = /^https?:\/\/\S+$/iu;
export const isAddress = (text: string): boolean => ADDRESS.test(text.trim());

/** Makes the chosen words a link; without an address the place for it is chosen. */
export function link(written: Written, address = ""): Edit {
  const { start, end } = trimmed(written);
  const words = written.text.slice(start, end);
  const insert = `[${words}](${address.trim()})`;
  const after = start + insert.length;
  const at = address ? after : words ? after - 1 : start + 1;
  return { from: start, to: end, insert, start: at, end: at };
}

const ITEM = /^(\s*)(?:([-*+])|(\d{1,6})([.)]))( +\[[ xX]\])? +/u;
const QUOTE = /^\s*(?:> ?)+/u;

/** A line break that goes on with the list or quote of its line, or leaves it where nothing was written; else null. */
export function continued({ text, start, end }: Written): Edit | null {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(from, start);
  const head = ITEM.exec(line)?.[0] ?? QUOTE.exec(line)?.[0];
  if (!head || start !== end) return null;
  if (line.length === head.length) return { from, to: start, insert: "", start: from, end: from };
  const insert = `\n${nextHead(head)}`;
  return { from: start, to: start, insert, start: start + insert.length, end: start + insert.length };
}

function nextHead(head: string): string {
  const [, indent, bullet, number, dot, box] = ITEM.exec(head) ?? [];
  if (indent === undefined) return head;
  return `${indent}${bullet ?? `${Number(number) + 1}${dot}`}${box ? " [ ]" : ""} `;
}

/** The text after an edit. */
export const edited = (text: string, { from, to, insert }: Edit): string => text.slice(0, from) + insert + text.slice(to);
