import { onActivated, onDeactivated, onMounted, onUnmounted } from "vue";

import { type Shortcut, shortcuts } from "./Shortcuts";

/** Keys that work as long as the component stands on the page; one that is kept off it for later has none. */
export function useShortcuts(...mine: Shortcut[]): void {
  let remove = () => {};
  const add = () => void (remove = shortcuts.add(...mine));
  onMounted(add);
  onActivated(add);
  onDeactivated(() => remove());
  onUnmounted(() => remove());
}
