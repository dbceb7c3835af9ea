import { onMounted, onUnmounted } from "vue";

import { type Shortcut, shortcuts } from "./Shortcuts";

/** Keys that work as long as the component stands. */
export function useShortcuts(...mine: Shortcut[]): void {
  let remove = () => {};
  onMounted(() => (remove = shortcuts.add(...mine)));
  onUnmounted(() => remove());
}
