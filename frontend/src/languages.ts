import type { Language } from "./speech";

export const LOCALES = ["zh-Hans", "zh-Hant", "en"] as const;
export type Locale = (typeof LOCALES)[number];

export const languages: Record<Locale, Language> = {
  en: { first: () => import("./locales/en.json?first"), later: () => import("./locales/en.json?later") },
  "zh-Hans": { first: () => import("./locales/zh-Hans.json?first"), later: () => import("./locales/zh-Hans.json?later") },
  "zh-Hant": { first: () => import("./locales/zh-Hant.json?first"), later: () => import("./locales/zh-Hant.json?later") },
};

export function preferredLocale(wanted: readonly string[]): Locale {
  for (const language of wanted) {
    const tag = language.toLowerCase();
    if (/^zh-(hant|tw|hk|mo)/.test(tag)) return "zh-Hant";
    if (tag.startsWith("zh")) return "zh-Hans";
    if (tag.startsWith("en")) return "en";
  }
  return "en";
}

/** The language that was chosen in this browser, else the one that it prefers. */
export function chosenLocale(): Locale {
  const chosen = localStorage.getItem("oxbow.locale");
  return LOCALES.find((one) => one === chosen) ?? preferredLocale(navigator.languages);
}
