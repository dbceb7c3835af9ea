/** Milliseconds after which whoever set out to leave, and is still here, stays: for a download, or since they changed their mind. */
const GONE = 10_000;
/** Milliseconds in which a page that was loaded anew is not loaded anew again. */
const RESTS = 30_000;
const RENEWED = "oxbow.renewed";

/**
 * A part of this version is gone from the server: the page of the new one knows where everything is. Who leaves the page
 * breaks off what is under way, and must get where they want to.
 */
export function renewWhenGone(renew: () => void): void {
  let leaving = false;
  window.addEventListener("beforeunload", () => {
    leaving = true;
    setTimeout(() => (leaving = false), GONE);
  });
  window.addEventListener("vite:preloadError", (event) => {
    if (leaving) return;
    const last = Number(sessionStorage.getItem(RENEWED) ?? 0);
    if (!navigator.onLine || Date.now() - last < RESTS) return;
    event.preventDefault();
    sessionStorage.setItem(RENEWED, String(Date.now()));
    renew();
  });
}
