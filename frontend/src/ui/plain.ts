/** One stretch of a line: a name that is marked, or words. */
export interface Piece {
  text: string;
  isName: boolean;
}

/** Anything that Markdown, or the making of links, might take for more than words. */
const MORE = /[\\`*_~[\]<>&|]|https?:|mailto:|^ {0,3}(?:#|[-+=]|\d+[.)])|^\s|\s$|\t| {2}|\n\s*\n/imu;

/** Whether a text is words and single breaks alone, so that nothing need be parsed. */
export const isPlain = (source: string): boolean => !MORE.test(source);

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");

/** What finds "@name" where the name is one of those given; longer names first, so that "@Ada L" is not cut to "@Ada". */
export function namesIn(names: readonly string[], shown: (name: string) => string = (name) => name): RegExp | null {
  if (!names.length) return null;
  const sorted = [...names].sort((one, other) => other.length - one.length);
  return new RegExp(`@(?:${sorted.map((name) => escape(shown(name))).join("|")})`, "gu");
}

/** The lines of a plain text, each cut where a name stands. */
export function plainLines(source: string, names: readonly string[]): Piece[][] {
  const pattern = namesIn(names);
  return source.split("\n").map((line) => (pattern ? cut(line, pattern) : [{ text: line, isName: false }]));
}

function cut(line: string, pattern: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of line.matchAll(pattern)) {
    pieces.push({ text: line.slice(at, match.index), isName: false }, { text: match[0], isName: true });
    at = match.index + match[0].length;
  }
  pieces.push({ text: line.slice(at), isName: false });
  return pieces.filter((piece) => piece.text);
}
