const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** Whether the browser asks before this page is left: only where something would be lost. */
export function askBeforeLeaving(whether: boolean): void {
  if (whether) window.addEventListener("beforeunload", ask);
  else window.removeEventListener("beforeunload", ask);
}
