import { useLocalStorage, usePreferredDark } from "@vueuse/core";
import { defineStore } from "pinia";
import { computed, ref, watchEffect } from "vue";

import { chosenLocale, type Locale, LOCALES } from "@/languages";

export { type Locale, LOCALES };
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const stored = (name: string) => localStorage.getItem(`oxbow.${name}`);

const oneOf = <T extends string>(choices: readonly T[], value: string | null): T | undefined =>
  choices.find((choice) => choice === value);

/** What this browser prefers to look like. */
export const usePrefs = defineStore("prefs", () => {
  const theme = ref<Theme>(oneOf(THEMES, stored("theme")) ?? "auto");
  const locale = ref<Locale>(chosenLocale());

  const systemDark = usePreferredDark();
  const shown = computed(() => (theme.value === "auto" ? (systemDark.value ? "dark" : "light") : theme.value));

  watchEffect(() => {
    localStorage.setItem("oxbow.theme", theme.value);
    document.documentElement.dataset.theme = shown.value;
  });
  watchEffect(() => {
    document.documentElement.lang = locale.value;
    document.querySelector("link[rel=manifest]")?.setAttribute("href", `/manifest/${locale.value}.webmanifest`);
  });

  /** How wide this browser draws its panes; null as the page thinks best. */
  const panes = useLocalStorage<{ rooms: number | null; drawer: number | null }>("oxbow.panes", { rooms: null, drawer: null });

  function setLocale(value: Locale): void {
    locale.value = value;
    localStorage.setItem("oxbow.locale", value);
  }

  return { theme, shown, locale, panes, setLocale };
});
