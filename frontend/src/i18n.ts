import { markRaw } from "vue";
import { createI18n, useI18n } from "vue-i18n";

import type { ApiError } from "@/api/http";

import { Dictionary, type Spoken, type Words } from "./words";

type Load = () => Promise<{ default: Words }>;

const FIRST: Record<string, Load> = {
  en: () => import("./locales/en.json?first"),
  "zh-Hans": () => import("./locales/zh-Hans.json?first"),
  "zh-Hant": () => import("./locales/zh-Hant.json?first"),
};
const LATER: Record<string, Load> = {
  en: () => import("./locales/en.json?later"),
  "zh-Hans": () => import("./locales/zh-Hans.json?later"),
  "zh-Hant": () => import("./locales/zh-Hant.json?later"),
};
/** Milliseconds in which the first page has the line for itself; who opens something sooner has its words sooner. */
const PATIENCE = 2_000;

let spoken: Dictionary | null = null;

export const i18n = createI18n({
  legacy: false,
  locale: "en",
  fallbackLocale: false,
  missingWarn: false,
  // Keys are flat: "rooms.title" is one key, not a path.
  messageResolver: (words, key) => (words as unknown as Dictionary).find?.(key) ?? null,
  // Words that have not come yet are blank for a moment, not names of keys.
  missing: (_locale, key) => (spoken?.isWhole ? key : ""),
  messages: {} as Record<string, Record<string, Spoken>>,
});

/** One language is loaded at a time; the tests see to it that each has every key. */
export async function speak(locale: string): Promise<void> {
  const first = await (FIRST[locale] ?? FIRST.en)?.();
  if (!first) return;
  let missed = false;
  let asked: Promise<void> | undefined;
  const complete = () => (asked ??= learn().catch(() => void (asked = undefined)));
  const dictionary = new Dictionary(first.default, null, () => {
    missed = true;
    void complete();
  });

  async function learn(): Promise<void> {
    const later = await (LATER[locale] ?? LATER.en)?.();
    if (!later || dictionary.isWhole) return;
    dictionary.add(later.default);
    // Nothing is drawn anew where no word was missed.
    if (missed && spoken === dictionary) i18n.global.setLocaleMessage(locale, raw(new Dictionary(first!.default, later.default)));
  }

  if (spoken?.isWhole) await complete();
  spoken = dictionary;
  i18n.global.setLocaleMessage(locale, raw(dictionary));
  i18n.global.locale.value = locale;
  setTimeout(complete, PATIENCE);
}

const raw = (dictionary: Dictionary) => markRaw(dictionary) as unknown as Record<string, Spoken>;

/** Says what went wrong in the reader's language. */
export function useExplain(): (error: ApiError) => string {
  const { t, te } = useI18n();
  return (error) => {
    const key = `error.${error.code}`;
    const known = te(key) ? key : error.status >= 500 ? "error.server" : "error.unknown";
    return t(known, error.data);
  };
}
