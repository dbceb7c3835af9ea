import { createI18n, useI18n } from "vue-i18n";

import type { ApiError } from "@/api/http";

import { fullTime } from "@/ui/time";

import { compileWords, type Spoken } from "./words";

type Words = Record<string, string>;

const load: Record<string, () => Promise<{ default: Words }>> = {
  en: () => import("./locales/en.json"),
  "zh-Hans": () => import("./locales/zh-Hans.json"),
  "zh-Hant": () => import("./locales/zh-Hant.json"),
};

export const i18n = createI18n({
  legacy: false,
  locale: "en",
  fallbackLocale: false,
  missingWarn: false,
  // Keys are flat: "rooms.title" is one key, not a path.
  messageResolver: (words, key) => (words as Record<string, Spoken>)[key] ?? null,
  messages: {} as Record<string, Record<string, Spoken>>,
});

/** One language is loaded at a time; the tests see to it that each has every key. */
export async function speak(locale: string): Promise<void> {
  const words = await (load[locale] ?? load.en)?.();
  if (!words) return;
  i18n.global.setLocaleMessage(locale, compileWords(words.default));
  i18n.global.locale.value = locale;
}

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
