import { inject, type InjectionKey, onBeforeUnmount, type Ref, watch } from "vue";

/** The words that somebody came for: they are marked in the texts below. */
export const FOUND: InjectionKey<Ref<readonly string[]>> = Symbol("found");

const NAME = "found";

/** The places of these words in the texts of an element, whatever their case; nothing is changed in the page. */
export function placesOf(root: Node, words: readonly string[]): Range[] {
  const ranges: Range[] = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = (node.textContent ?? "").toLowerCase();
    for (const word of words.filter(Boolean)) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}

/** Marks the words that somebody came for in an element, with the browser's highlights where it has them. */
export function useFoundMarks(element: Readonly<Ref<HTMLElement | null>>, content: () => unknown): void {
  const words = inject(FOUND, null);
  if (!words || typeof Highlight === "undefined" || !CSS.highlights) return;
  let mine: Range[] = [];

  function mark(): void {
    const found = element.value && words!.value.length ? placesOf(element.value, words!.value) : [];
    if (!mine.length && !found.length) return;
    const shown = CSS.highlights.get(NAME) ?? new Highlight();
    for (const range of mine) shown.delete(range);
    mine = found;
    for (const range of mine) shown.add(range);
    CSS.highlights.set(NAME, shown);
  }

  watch([words, element, content], mark, { flush: "post", immediate: true });
  onBeforeUnmount(() => {
    for (const range of mine) CSS.highlights.get(NAME)?.delete(range);
  });
}
