import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import { useBoard } from "./board";
import { useDrafts } from "./drafts";
import { useTrays } from "./trays";

/** Signs that a title may have. */
const TITLE = 120;
/** A first line up to this long reads as a title of its own. */
const HEADLINE = 60;
export const NEW_THREAD = "thread:new";

const bare = (line: string) => line.replace(/^\s*(?:#{1,6}\s+|>\s*|[-*+]\s+|\d+[.)]\s+)/u, "").replaceAll(/[*_~`]/gu, "").trim();

function cut(line: string): string {
  const sentence = /^.{8,}?[。！？!?]|^.{8,}?\.(?=\s)/u.exec(line)?.[0].replace(/[。.]$/u, "");
  return [...(sentence ?? line)].slice(0, TITLE).join("").trim();
}

/** The title that a text proposes by its first line, and what is left to be said below it. */
export function titled(text: string): { title: string; body: string } {
  const [first = "", ...rest] = text.trim().split("\n");
  const line = bare(first);
  const below = rest.join("\n").trim();
  if (below && line && [...line].length <= HEADLINE) return { title: line, body: below };
  return { title: cut(line), body: text.trim() };
}

/** Words on their way from a room into a new thread. They stay where they were written until the thread stands. */
export const useCarry = defineStore("carry", () => {
  const board = useBoard();
  const drafts = useDrafts();
  const trays = useTrays();
  const from = shallowRef<{ place: string; text: string } | null>(null);
  /** Moves when a form that is open should look at its draft again. */
  const times = ref(0);
  let form: (() => number) | null = null;

  /** The form that is open says in which category it writes. */
  function hold(category: () => number): () => void {
    form = category;
    return () => {
      if (form === category) form = null;
    };
  }

  /** Puts them into the draft of a new thread, below what is there already. */
  function carry(place: string, text: string): void {
    const at = form?.() || (board.query.category ?? board.categories[0]?.id);
    if (!at) return;
    write(`category:${at}`, text);
    trays.move(place, NEW_THREAD);
    from.value = { place, text };
    times.value += 1;
  }

  function write(place: string, text: string): void {
    const { title, body } = titled(text);
    const held = drafts.find(place);
    const there = held?.body ?? "";
    const heldTitle = String(held?.data.title ?? "");
    // Carried again, they do not stand there twice.
    const whole = heldTitle && heldTitle !== title ? text.trim() : body;
    const together = there.includes(whole) ? there : [there, whole].filter(Boolean).join("\n\n");
    drafts.write(place, together, { tags: [], ...held?.data, title: heldTitle || title });
  }

  /** The thread stands: now they are gone from the room's field, unless they were changed there. */
  function arrived(): void {
    const source = from.value;
    from.value = null;
    if (source && drafts.text(source.place).trim() === source.text.trim()) drafts.drop(source.place);
  }

  return { times, hold, carry, arrived };
});
