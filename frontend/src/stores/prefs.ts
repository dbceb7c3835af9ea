import { useLocalStorage, usePreferredDark } from "@vueuse/core";
import { defineStore } from "pinia";
import { computed, ref, watchEffect } from "vue";

export const LOCALES = ["zh-Hans", "zh-Hant", "en"] as const;
export type Locale = (typeof LOCALES)[number];
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const stored = (name: string) => localStorage.getItem(`oxbow.${name}`);

export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const tag = language.toLowerCase();
    if (/^zh-(hant|tw|hk|mo)/.test(tag)) return "zh-Hant";
    if (tag.startsWith("zh")) return "zh-Hans";
    if (tag.startsWith("en")) return "en";
  }
  return "en";
}

const oneOf = <T extends string>(choices: readonly T[], value: string | null): T | undefined =>
  choices.find((choice) => choice === value);

/** What this browser prefers to look like. */
export const usePrefs = defineStore("prefs", () => {
  const theme = ref<Theme>(oneOf(THEMES, stored("theme")) ?? "auto");
  const locale = ref<Locale>(oneOf(LOCALES, stored("locale")) ?? preferredLocale(navigator.languages));

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
