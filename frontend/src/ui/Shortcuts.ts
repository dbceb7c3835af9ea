/** A key of the keyboard and what it does where it is registered. */
export interface Shortcut {
  /** "j", "?", "mod+k" (Ctrl, on a Mac Cmd), "mod+shift+x", or one key after another: "g b". */
  keys: string;
  /** Key of the words that say what it does. */
  label: string;
  group: ShortcutGroup;
  run: () => void;
  /** Not now: the key goes to whoever registered it before. */
  when?: () => boolean;
  /** The part of the page that it acts on; a focus inside decides between two parts that know the same key. */
  within?: () => Element | null | undefined;
}
export type ShortcutGroup = "places" | "stream" | "writing" | "board" | "cards";

const SEQUENCE = 1_500;
const WRITING = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
const COVER = '[role="dialog"], [role="menu"], [role="listbox"]';
const OWN = "button, a[href], summary, [role=checkbox], [role=tab]";

const matches = (target: EventTarget | null, selector: string) => target instanceof Element && target.closest(selector) !== null;

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.metaKey || event.ctrlKey ? `mod+${event.shiftKey ? "shift+" : ""}${key}` : key;
}

/** All keys of the page in one place: so that two parts never fight for one, and the help is never out of date. */
export class Shortcuts {
  private readonly known = new Set<Shortcut>();
  private first: { key: string; at: number } | null = null;

  constructor(private readonly isCovered = () => document.querySelector(COVER) !== null) {}

  add(...shortcuts: Shortcut[]): () => void {
    for (const one of shortcuts) this.known.add(one);
    return () => {
      for (const one of shortcuts) this.known.delete(one);
    };
  }

  /** Every key that works now, each once a group: where one writes, a key may mean something else. */
  get list(): Shortcut[] {
    const byKeys = new Map([...this.known].map((one) => [one.group === "writing" ? `${one.group} ${one.keys}` : one.keys, one]));
    return [...byKeys.values()];
  }

  /** Whether somebody took the key. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.key === "Shift") return false;
    const name = nameOf(event);
    if (!name.startsWith("mod+") && (matches(event.target, WRITING) || this.isCovered())) return false;
    if (name === "Enter" && matches(event.target, OWN)) return false;
    return this.follow(name, event);
  }

  private follow(name: string, event: KeyboardEvent): boolean {
    const before = this.first && event.timeStamp - this.first.at < SEQUENCE ? this.first.key : null;
    this.first = null;
    const chosen = (before !== null && this.find(`${before} ${name}`, event)) || this.find(name, event);
    if (chosen) {
      event.preventDefault();
      chosen.run();
      return true;
    }
    if ([...this.known].some((one) => one.keys.startsWith(`${name} `))) this.first = { key: name, at: event.timeStamp };
    return false;
  }

  /** The one around the focus, else the newest. */
  private find(keys: string, event: KeyboardEvent): Shortcut | undefined {
    const able = [...this.known].filter((one) => one.keys === keys && (one.when?.() ?? true));
    const around = able.filter((one) => event.target instanceof Node && one.within?.()?.contains(event.target));
    return around[around.length - 1] ?? able[able.length - 1];
  }
}

export const shortcuts = new Shortcuts();
