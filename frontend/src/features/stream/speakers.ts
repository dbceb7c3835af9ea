import type { MemberRef, Message } from "@/api/shapes";

/** Who spoke, the latest first, each once. */
export function speakers(messages: readonly Message[]): MemberRef[] {
  const met = new Map<number, MemberRef>();
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const { author, kind } = messages[at]!;
    if (kind === "text" && !met.has(author.id)) met.set(author.id, author);
  }
  return [...met.values()];
}
