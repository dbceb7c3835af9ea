/** Pixels of the page that the on-screen keyboard covers. A zoomed page shows less of itself too, without any keyboard. */
export function covered(view: { height: number; offsetTop: number; scale: number }, page: number): number {
  if (view.scale > 1.01) return 0;
  return Math.max(0, Math.round(page - view.height - view.offsetTop));
}

/** Keeps `--keyboard` right where the keyboard lies over the page instead of making it smaller, as on iOS. */
export function watchKeyboard(): void {
  const view = window.visualViewport;
  if (!view) return;
  const look = () => {
    const inset = covered(view, window.innerHeight);
    document.documentElement.style.setProperty("--keyboard", `${inset}px`);
    // The page was pushed up to show the field; now that it is shorter, its bar belongs in sight again.
    if (inset) window.scrollTo(0, 0);
  };
  view.addEventListener("resize", look);
}
