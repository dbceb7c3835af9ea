import { expect, test } from "vitest";
import { createI18n } from "vue-i18n";

import en from "./locales/en.json";
import hans from "./locales/zh-Hans.json";
import hant from "./locales/zh-Hant.json";
import { Dictionary } from "./words";

const nothing = async () => ({ default: {} });

function speaker(locale: string, words: Record<string, string>, own: boolean) {
  const dictionary = new Dictionary(words, nothing);
  return createI18n({
    legacy: false,
    locale,
    messages: { [locale]: words },
    messageResolver: (all, key) => (own ? dictionary.find(key) : ((all as Record<string, string>)[key] ?? null)),
  }).global;
}

test.each(Object.entries({ en, "zh-Hans": hans, "zh-Hant": hant }))("%s is spoken as the library speaks it", (locale, words) => {
  const [ours, theirs] = [speaker(locale, words, true), speaker(locale, words, false)];
  const names = [...new Set(Object.values(words).flatMap((one) => [...one.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "")))];
  for (const n of [0, 1, 2, 21]) {
    const given = { ...Object.fromEntries(names.map((name) => [name, `<${name}>`])), n };
    for (const key of Object.keys(words)) expect(ours.t(key, given, n)).toBe(theirs.t(key, given, n));
  }
});

test("A name that is not given leaves nothing, and words without a form are said as they are", () => {
  const { t } = speaker("en", { a: "Hello {name}.", b: "50 % of it", c: "{n} boat | {n} boats" }, true);
  expect([t("a"), t("b"), t("c", 1), t("c", 3)]).toEqual(["Hello .", "50 % of it", "1 boat", "3 boats"]);
});
