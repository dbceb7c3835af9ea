import "./styles/index.css";

import { createPinia } from "pinia";
import { createApp, watch } from "vue";

import { isEmbedded, isFramed } from "./api/frame";
import { lookAhead } from "./api/http";
import App from "./App.vue";
import { i18n, speak } from "./i18n";
import { router } from "./router";
import { ensureStorage } from "./storage";
import { usePrefs } from "./stores/prefs";
import { isKnownHere } from "./stores/session";
import { watchKeyboard } from "./ui/keyboardInset";

/** What the first screen needs comes side by side, not one after the other. */
function hurry() {
  lookAhead(location.pathname, isKnownHere());
  for (const { components } of router.resolve(location.pathname).matched) {
    const part = components?.default;
    if (typeof part === "function") void (part as () => Promise<unknown>)().catch(() => {});
  }
}

async function start() {
  ensureStorage();
  if (!isEmbedded) hurry();
  const app = createApp(App).use(createPinia()).use(i18n);
  const prefs = usePrefs();
  await speak(prefs.locale);
  watch(() => prefs.locale, speak);
  if (isFramed) await (await import("./pages/enterFrame")).enterFrame(router);
  app.use(router).mount("#app");
  watchKeyboard();
}

/** Milliseconds after which whoever set out to leave, and is still here, stays: for a download, or since they changed their mind. */
const GONE = 10_000;
let leaving = false;
window.addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => (leaving = false), GONE);
});
/**
 * A part of this version is gone from the server: the page of the new one knows where everything is. Who leaves the page
 * breaks off what is under way, and must get where they want to.
 */
window.addEventListener("vite:preloadError", (event) => {
  if (leaving) return;
  const last = Number(sessionStorage.getItem("oxbow.renewed") ?? 0);
  if (!navigator.onLine || Date.now() - last < 30_000) return;
  event.preventDefault();
  sessionStorage.setItem("oxbow.renewed", String(Date.now()));
  location.reload();
});

void start();
