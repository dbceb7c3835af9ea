/** One stretch of a line: a name that is marked, one that leads somewhere, or words. */
export interface Piece {
  text: string;
  isName: boolean;
  href?: string;
}

/** Anything that Markdown, or the making of links, might take for more than words. */
const MORE = /[\\`*_~[\]<>&|]|https?:|mailto:|^ {0,3}(?:#|[-+=]|\d+[.)])|^\s|\s$|\t| {2}|\n\s*\n/imu;

/** Whether a text is words and single breaks alone, so that nothing need be parsed. */
export const isPlain = (source: string): boolean => !MORE.test(source);

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");

/** A name that leads somewhere when it is written with a # before it. */
export interface Place {
  name: string;
  href: string;
}

const longestFirst = (names: readonly string[]) => [...names].sort((one, other) => other.length - one.length);

/** What finds "@name" where the name is one of those given; longer names first, so that "@Ada L" is not cut to "@Ada". */
export function namesIn(names: readonly string[]): RegExp | null {
  return names.length ? new RegExp(`@(?:${longestFirst(names).map(escape).join("|")})`, "gu") : null;
}

/** What finds "#name" that stands by itself: neither a part of an address, nor "#Tea" at the beginning of "#Teapot". */
export function placesIn(places: readonly Place[]): RegExp | null {
  const whole = (name: string) => escape(name) + (/\w$/u.test(name) ? "(?!\\w)" : "");
  return places.length ? new RegExp(`(^|[^\\w/&#])(#(?:${longestFirst(places.map((one) => one.name)).map(whole).join("|")}))`, "giu") : null;
}

/** A line cut where a name or a place stands. */
export function piecesOf(line: string, names: readonly string[], places: readonly Place[] = []): Piece[] {
  const named = line.includes("@") ? namesIn(names) : null;
  const placed = line.includes("#") ? placesIn(places) : null;
  const pieces = named ? cutNames(line, named) : [{ text: line, isName: false }];
  const cut = placed ? pieces.flatMap((piece) => (piece.isName ? [piece] : cutPlaces(piece.text, placed, places))) : pieces;
  return cut.filter((piece) => piece.text);
}

/** The lines of a plain text, each cut where a name or a place stands. */
export function plainLines(source: string, names: readonly string[], places: readonly Place[] = []): Piece[][] {
  return source.split("\n").map((line) => piecesOf(line, names, places));
}

function cutNames(line: string, pattern: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of line.matchAll(pattern)) {
    pieces.push({ text: line.slice(at, match.index), isName: false }, { text: match[0], isName: true });
    at = match.index + match[0].length;
  }
  return [...pieces, { text: line.slice(at), isName: false }];
}

function cutPlaces(text: string, pattern: RegExp, places: readonly Place[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const start = match.index + match[1]!.length;
    const name = match[2]!.slice(1).toLowerCase();
    const href = places.find((one) => one.name.toLowerCase() === name)?.href;
    pieces.push({ text: text.slice(at, start), isName: false }, { text: match[2]!, isName: false, href });
    at = start + match[2]!.length;
  }
  return [...pieces, { text: text.slice(at), isName: false }];
}
