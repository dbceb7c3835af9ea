export type Trigger = "@" | "#" | ":" | "/";

/** What is being typed at the caret, from the sign that begins it. */
export interface Token {
  trigger: Trigger;
  /** Index of the sign. */
  start: number;
  end: number;
  query: string;
}

const OPENING = "[\\s(（「『“\"，。！？、；,.!?;]";
/** What a line reads like before the caret; an address like a@b or a/#b begins nothing. */
const PATTERNS: readonly (readonly [Trigger, RegExp])[] = [
  ["@", new RegExp(`(?:^|${OPENING}|\\p{Script=Han})@([^\\s@]{0,24})$`, "u")],
  ["#", new RegExp(`(?:^|${OPENING}|\\p{Script=Han})#([^\\s#]{0,40})$`, "u")],
  // One Chinese sign says enough; one letter does not, and 12:30 asks for nothing.
  [":", new RegExp(`(?:^|${OPENING})[:：]((?:\\p{Script=Han}|[a-z]{2})[\\p{L}_-]{0,20})$`, "iu")],
  ["/", /^\/(\p{L}{0,20})$/u],
];

/** What asks for completion at the caret; a command only where nothing else is written. */
export function tokenAt(text: string, caret: number): Token | null {
  const before = text.slice(0, caret);
  for (const [trigger, pattern] of PATTERNS) {
    const query = pattern.exec(before)?.[1];
    if (query === undefined || (trigger === "/" && text.slice(caret).trim())) continue;
    return { trigger, start: caret - query.length - 1, end: caret, query };
  }
  return null;
}
