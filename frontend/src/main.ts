import "./styles/index.css";

import { createPinia } from "pinia";
import { createApp, watch } from "vue";

import App from "./App.vue";
import { i18n, speak } from "./i18n";
import { isFramed } from "./api/frame";
import { router } from "./router";
import { ensureStorage } from "./storage";
import { usePrefs } from "./stores/prefs";

async function start() {
  ensureStorage();
  const app = createApp(App).use(createPinia()).use(i18n);
  const prefs = usePrefs();
  await speak(prefs.locale);
  watch(() => prefs.locale, speak);
  if (isFramed) await enterFrame();
  app.use(router).mount("#app");
}

async function enterFrame() {
  const { useHost } = await import("./stores/host");
  const host = useHost();
  await host.enter(/\/c\/([^/?#]+)/u.exec(location.pathname)?.[1] ?? "");
  void router.isReady().then(() => host.report(router));
}

void start();
