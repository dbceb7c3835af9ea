import { createI18n, useI18n } from "vue-i18n";

import type { ApiError } from "@/api/http";
import { fullTime } from "@/ui/time";

import { Speech } from "./speech";
import type { Locale } from "./stores/prefs";

const speech = new Speech<Locale>({
  en: { first: () => import("./locales/en.json?first"), later: () => import("./locales/en.json?later") },
  "zh-Hans": { first: () => import("./locales/zh-Hans.json?first"), later: () => import("./locales/zh-Hans.json?later") },
  "zh-Hant": { first: () => import("./locales/zh-Hant.json?first"), later: () => import("./locales/zh-Hant.json?later") },
});

export const i18n = createI18n({
  legacy: false,
  locale: "en",
  fallbackLocale: false,
  missingWarn: false,
  messageResolver: (_messages, key) => speech.find(key),
});

/** One language is loaded at a time; the tests see to it that each has every key. */
export async function speak(locale: Locale): Promise<void> {
  if (await speech.turnTo(locale)) i18n.global.locale.value = locale;
}

/**
 * A part of the app comes with its words, as it comes with its styles, and is not drawn before they are there. The build
 * writes this around each `import()` of a part that says more than the first page.
 */
export const withWords = <Part>(part: Promise<Part>): Promise<Part> => speech.withWords(part);

/** The values of an error as they are read: a moment on the reader's own clock. */
function shown(data: Record<string, unknown>, locale: string): Record<string, unknown> {
  return typeof data.until === "string" ? { ...data, until: fullTime(data.until, locale) } : data;
}

/** Says what went wrong in the reader's language. */
export function useExplain(): (error: ApiError) => string {
  const { t, te, locale } = useI18n();
  return (error) => {
    const known = te(`error.${error.code}`) ? error.code : error.status >= 500 ? "server" : "unknown";
    return t(`error.${known}`, shown(error.data, locale.value));
  };
}
