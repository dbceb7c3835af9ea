import type { MessageContext } from "@intlify/core-base";

type Part = string | { named: string };
/** What vue-i18n asks for words. */
export type Spoken = (context: MessageContext) => string;

const partsOf = (words: string): Part[] =>
  words.trim().split(/(\{\w+\})/).map((part) => (part.startsWith("{") ? { named: part.slice(1, -1) } : part));

const say = (parts: readonly Part[], { named }: MessageContext) =>
  parts.map((part) => (typeof part === "string" ? part : String(named(part.named) ?? ""))).join("");

function spoken(words: string): Spoken {
  if (!/[{|]/.test(words)) return () => words;
  const [only = [], ...others] = words.split("|").map(partsOf);
  if (!others.length) return (context) => say(only, context);
  return (context) => context.plural([only, ...others].map((parts) => say(parts, context)));
}

/**
 * Understands the two forms that our words take, "{name}" and "one | many", as vue-i18n does. Its own compiler knows many
 * more, and would be a twentieth of what a phone loads first.
 */
export const compileWords = (words: Record<string, string>): Record<string, Spoken> =>
  Object.fromEntries(Object.entries(words).map(([key, one]) => [key, spoken(one)]));
