import type { Shortcut, ShortcutGroup } from "./Shortcuts";
import { useShortcuts } from "./useShortcuts";

const ITEM = "[data-item]";

/** J and K go through the items of a list; each is marked with `data-item` and can take the focus. */
export function useItemKeys(group: ShortcutGroup, root: () => HTMLElement | null | undefined, more: Shortcut[] = []): void {
  const items = () => [...(root()?.querySelectorAll<HTMLElement>(ITEM) ?? [])];

  function step(by: 1 | -1): void {
    const all = items();
    const at = all.findIndex((item) => item.contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    all[next]?.focus({ preventScroll: true });
    all[next]?.scrollIntoView?.({ block: "nearest" });
  }

  const key = (keys: string, label: string, by: 1 | -1): Shortcut => ({ keys, label, group, run: () => step(by), within: root, when: () => items().length > 0 });
  useShortcuts(key("j", "keys.next", 1), key("k", "keys.previous", -1), ...more);
}
