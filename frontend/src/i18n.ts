import { readonly, shallowRef } from "vue";

import type { ApiError } from "@/api/http";
import { fullTime } from "@/ui/time";

import { languages, type Locale } from "./languages";
import { Speech } from "./speech";
import type { Named, Spoken } from "./words";

const speech = new Speech<Locale>(languages);
const locale = shallowRef<Locale>("en");

/** What is said is drawn anew when the language changes, and at no other time. */
function find(key: string): Spoken | null {
  void locale.value;
  return speech.find(key);
}
const isNumber = (value: unknown): value is number => typeof value === "number";

/**
 * The words of a key with these values; its name where there are none.
 *
 * @param count how many it speaks of: without it `n` counts, and without that it is one
 */
function t(key: string, named: Named = {}, count?: number): string {
  const n = count ?? (isNumber(named.n) ? named.n : 1);
  return find(key)?.({ n, ...named }, n) ?? key;
}
const te = (key: string): boolean => find(key) !== null;
const n = (value: number): string => new Intl.NumberFormat(locale.value).format(value);

const interpreter = { t, te, n, locale: readonly(locale) };
export const useI18n = () => interpreter;

/** One language is loaded at a time; the tests see to it that each has every key. */
export async function speak(wanted: Locale): Promise<void> {
  if (await speech.turnTo(wanted)) locale.value = wanted;
}

/**
 * A part of the app comes with its words, as it comes with its styles, and is not drawn before they are there. The build
 * writes this around each `import()` of a part that says more than the first page.
 */
export const withWords = <Part>(part: Promise<Part>): Promise<Part> => speech.withWords(part);

/** The values of an error as they are read: a moment on the reader's own clock. */
const shown = (data: Named): Named => (typeof data.until === "string" ? { ...data, until: fullTime(data.until, locale.value) } : data);

/** Says what went wrong in the reader's language. */
export function useExplain(): (error: ApiError) => string {
  return (error) => {
    const known = te(`error.${error.code}`) ? error.code : error.status >= 500 ? "server" : "unknown";
    return t(`error.${known}`, shown(error.data));
  };
}
