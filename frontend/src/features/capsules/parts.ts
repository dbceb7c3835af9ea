import type { CapsuleKind, CapsuleLine, CapsulePart } from "@/api/shapes";
import type { IconName } from "@/ui/icons";

/** In the order in which a capsule is read. */
export const KINDS: readonly CapsuleKind[] = ["question", "answer", "decision", "link", "file", "open"];

export const ICONS: Record<CapsuleKind, IconName> = {
  question: "info",
  answer: "check",
  decision: "checkCircle",
  link: "link",
  file: "copy",
  open: "clock",
};

type Parts = readonly CapsulePart[];
const changeLines = (parts: Parts, at: number, change: (lines: CapsuleLine[]) => CapsuleLine[]): CapsulePart[] =>
  parts.map((part, index) => (index === at ? { ...part, lines: change(part.lines) } : part));

export const withText = (parts: Parts, part: number, line: number, text: string) =>
  changeLines(parts, part, (lines) => lines.map((one, index) => (index === line ? { ...one, text } : one)));

export const withoutLine = (parts: Parts, part: number, line: number) =>
  changeLines(parts, part, (lines) => lines.filter((_, index) => index !== line));

/** A line of one's own stands on nobody's words, so it has no sources. */
export function withNewLine(parts: Parts, kind: CapsuleKind): CapsulePart[] {
  const at = parts.findIndex((part) => part.kind === kind);
  const line: CapsuleLine = { text: "", sources: [] };
  if (at >= 0) return changeLines(parts, at, (lines) => [...lines, line]);
  return [...parts, { kind, lines: [line] }].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** What is kept: no empty lines, no empty parts. */
export function tidied(parts: Parts): CapsulePart[] {
  return parts
    .map((part) => ({ ...part, lines: part.lines.map((line) => ({ ...line, text: line.text.trim() })).filter((line) => line.text) }))
    .filter((part) => part.lines.length);
}

/** A capsule stands on somebody's words: with lines of one's own alone it would be a post. */
export const isFounded = (parts: Parts): boolean => tidied(parts).some((part) => part.lines.some((line) => line.sources.length > 0));

const TELLING: readonly CapsuleKind[] = ["decision", "answer", "open", "question", "link", "file"];

/** The lines that say most, for a card. */
export function gist(parts: Parts, most: number): CapsuleLine[] {
  const ranked = [...parts].sort((a, b) => TELLING.indexOf(a.kind) - TELLING.indexOf(b.kind));
  return ranked.flatMap((part) => part.lines).slice(0, most);
}
