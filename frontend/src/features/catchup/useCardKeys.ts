import { onKeyStroke } from "@vueuse/core";

type Keys = Record<string, () => void>;

const isWriting = (target: EventTarget | null) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
const isCovered = () => document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** Single letters act on the card at hand, except while somebody writes or something lies on top. */
export function useCardKeys(keys: Keys): void {
  onKeyStroke(Object.keys(keys), (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || isWriting(event.target) || isCovered()) return;
    // Enter on a button or link is that button's own.
    if (event.key === "Enter" && event.target instanceof Element && event.target.closest("button, a")) return;
    event.preventDefault();
    keys[event.key]?.();
  });
}
