/**
 * What fills the stream of a phone of 390 by 844 points: about 25 lines of 38 narrow signs, or of 19 Chinese ones,
 * in bubbles of 16 px type. Longer words hide the talk around them from everybody.
 */
const SCREEN = { lines: 25, width: 38 };
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;

const widthOf = (line: string) => [...line].reduce((width, sign) => width + (WIDE.test(sign) ? 2 : 1), 0);
const heightOf = (line: string) => Math.max(1, Math.ceil(widthOf(line) / SCREEN.width));

/** Whether a text is more than a phone shows at once. */
export function isLong(text: string): boolean {
  return text.trim().split("\n").reduce((lines, line) => lines + heightOf(line), 0) > SCREEN.lines;
}
