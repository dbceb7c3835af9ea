import "./styles/index.css";

import { createPinia } from "pinia";
import { createApp, watch } from "vue";

import App from "./App.vue";
import { i18n, speak } from "./i18n";
import { router } from "./router";
import { usePrefs } from "./stores/prefs";

async function start() {
  const app = createApp(App).use(createPinia()).use(i18n);
  const prefs = usePrefs();
  await speak(prefs.locale);
  watch(() => prefs.locale, speak);
  app.use(router).mount("#app");
}

void start();
