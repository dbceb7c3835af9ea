import { expect, test } from "vitest";
import { createI18n } from "vue-i18n";

import en from "./locales/en.json";
import hans from "./locales/zh-Hans.json";
import hant from "./locales/zh-Hant.json";
import { Dictionary } from "./words";

const nothing = async () => ({ default: {} });

/** What our words are written for: the library that other apps speak with. */
const theirs = (locale: string, words: Record<string, string>) =>
  createI18n({ legacy: false, locale, messages: { [locale]: words }, messageResolver: (all, key) => (all as Record<string, string>)[key] ?? null }).global;

test.each(Object.entries({ en, "zh-Hans": hans, "zh-Hant": hant }))("%s is spoken as the library speaks it", (locale, words: Record<string, string>) => {
  const { t } = theirs(locale, words);
  const dictionary = new Dictionary(words, nothing);
  const names = [...new Set(Object.values(words).flatMap((one) => [...one.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "")))];
  for (const n of [0, 1, 2, 21]) {
    const given = { ...Object.fromEntries(names.map((name) => [name, `<${name}>`])), n };
    for (const key of Object.keys(words)) expect(dictionary.find(key)?.(given, n)).toBe(t(key, given, n));
  }
});

test("A name that is not given leaves nothing, and words without a form are said as they are", () => {
  const dictionary = new Dictionary({ a: "Hello {name}.", b: "50 % of it", c: "{n} boat | {n} boats" }, nothing);
  const said = (key: string, n = 1) => dictionary.find(key)?.({ n }, n);
  expect([said("a"), said("b"), said("c"), said("c", 3), said("d")]).toEqual(["Hello .", "50 % of it", "1 boat", "3 boats", undefined]);
});
