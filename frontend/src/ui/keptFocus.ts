/** What can be acted on, in the order of the page. */
const ACTS = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex='0']";
/** What lies over the page and goes again. */
const OVER = "[role='dialog'], [role='menu'], [data-reka-popper-content-wrapper]";
const PARTS = "section, article, form, li, main, [role='dialog'], [role='tabpanel']";
/** Dialogs, menus and the stream give the focus back by themselves; what is left is lost. */
const PAUSE = 60;

/**
 * Keeps the focus of whoever goes by keyboard or listens: where what had it is taken off the page, it goes to what came in its place,
 * to the heading of the page that came, to that of the part in which it stood, or back under what lay over the page. Gives the way to end that.
 */
export function keepFocus(root: HTMLElement = document.body): () => void {
  let last: HTMLElement | null = null;
  let trail: HTMLElement[] = [];
  let below: HTMLElement[] = [];
  let came: Element[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const note = ({ target }: FocusEvent) => {
    last = target as HTMLElement;
    trail = above(last);
    if (!last.closest(OVER)) below = [last, ...trail];
    came = [];
  };

  function restore(): void {
    timer = undefined;
    const [from, added] = [trail.find((one) => one.isConnected), came];
    came = [];
    if (!isLost(last)) return;
    last = null;
    if (!from) return focusBelow(below);
    const here = added.filter((one) => one.isConnected && from.contains(one));
    const title = here.map((one) => one.querySelector<HTMLElement>("h1")).find(Boolean);
    if (title) return focusOn(title);
    successor(here)?.focus({ preventScroll: true });
    if (document.activeElement === document.body) focusPart(from);
  }

  const observer = new MutationObserver((changes) => {
    if (!isLost(last)) return;
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) came.push(node);
    timer ??= setTimeout(restore, PAUSE);
  });
  root.addEventListener("focusin", note);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener("focusin", note);
    observer.disconnect();
    clearTimeout(timer);
  };
}

const isLost = (one: HTMLElement | null) => one !== null && !one.isConnected && (document.activeElement === document.body || document.activeElement === null);

function above(one: HTMLElement): HTMLElement[] {
  const parent = one.parentElement;
  return parent && parent !== document.body ? [parent, ...above(parent)] : [];
}

/** On a touch screen a field would bring the keyboard up unasked. */
function successor(added: Element[]): HTMLElement | undefined {
  const found = added.flatMap((one) => [...(one.matches(ACTS) ? [one] : []), ...one.querySelectorAll(ACTS)]) as HTMLElement[];
  const first = found[0];
  return first?.matches("input, textarea") && !matchMedia("(pointer: fine)").matches ? undefined : first;
}

/** What opened it, if that still stands. */
function focusBelow([opener, ...around]: HTMLElement[]): void {
  const from = around.find((one) => one.isConnected);
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  else if (from) focusPart(from);
}

function focusPart(from: HTMLElement): void {
  const part = from.closest<HTMLElement>(PARTS) ?? from;
  focusOn(part.querySelector<HTMLElement>("h1, h2, h3") ?? part);
}

/** Headings and parts can have the focus once they are told so. */
function focusOn(at: HTMLElement): void {
  if (!at.hasAttribute("tabindex")) at.tabIndex = -1;
  at.focus({ preventScroll: true });
}
