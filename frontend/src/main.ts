import "./styles/index.css";

import { createPinia } from "pinia";
import { createApp, watch } from "vue";

import { isEmbedded, isFramed } from "./api/frame";
import App from "./App.vue";
import { speak } from "./i18n";
import { router } from "./router";
import { usePrefs } from "./stores/prefs";
import { watchKeyboard } from "./ui/keyboardInset";

/** The parts of the first screen come side by side, not one after the other. */
function fetchParts() {
  for (const { components } of router.resolve(location.pathname).matched) {
    const part = components?.default;
    if (typeof part === "function") void (part as () => Promise<unknown>)().catch(() => {});
  }
}

async function start() {
  if (!isEmbedded) fetchParts();
  const app = createApp(App).use(createPinia());
  const prefs = usePrefs();
  await speak(prefs.locale);
  watch(() => prefs.locale, speak);
  if (isFramed) await (await import("./pages/enterFrame")).enterFrame(router);
  app.use(router).mount("#app");
  watchKeyboard();
}

void start();
