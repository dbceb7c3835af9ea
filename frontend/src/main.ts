import "./styles/index.css";

import { createPinia } from "pinia";
import { createApp, watch } from "vue";

import { isEmbedded, isFramed } from "./api/frame";
import { lookAhead } from "./api/http";
import App from "./App.vue";
import { speak } from "./i18n";
import { renewWhenGone } from "./renewal";
import { router } from "./router";
import { ensureStorage } from "./storage";
import { openEarly } from "./stores/connection";
import { usePrefs } from "./stores/prefs";
import { isKnownHere } from "./stores/session";
import { watchKeyboard } from "./ui/keyboardInset";

/** What the first screen needs comes side by side, not one after the other. */
function hurry() {
  lookAhead(location.pathname, isKnownHere());
  if (location.pathname.startsWith("/c/")) openEarly();
  for (const { components } of router.resolve(location.pathname).matched) {
    const part = components?.default;
    if (typeof part === "function") void (part as () => Promise<unknown>)().catch(() => {});
  }
}

async function start() {
  ensureStorage();
  if (!isEmbedded) hurry();
  const app = createApp(App).use(createPinia());
  const prefs = usePrefs();
  await speak(prefs.locale);
  watch(() => prefs.locale, speak);
  if (isFramed) await (await import("./pages/enterFrame")).enterFrame(router);
  app.use(router).mount("#app");
  watchKeyboard();
}

renewWhenGone(() => location.reload());
void start();
