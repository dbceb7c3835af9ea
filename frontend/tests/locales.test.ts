import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import en from "@/locales/en.json";
import hans from "@/locales/zh-Hans.json";
import hant from "@/locales/zh-Hant.json";

const keys = (words: object) => Object.keys(words).sort();
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/gu))].sort();
const src = join(import.meta.dirname, "..", "src");
const sources = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(vue|ts)$/u.test(file) && !file.endsWith(".test.ts"))
  .map((file) => [file, readFileSync(join(src, file), "utf8")] as const);

/** Keys that are put together at run time: the beginning, and what may follow where the beginning has other words too. */
const FAMILIES: Record<string, readonly string[] | "any"> = {
  "board.audience.": "any",
  "board.gone.": "any",
  "board.level.": "any",
  "board.removed.": "any",
  "board.sort.": "any",
  "capsule.kind.": "any",
  "catchUp.stake.": "any",
  "command.": ["board", "search", "date", "mute", "info"].flatMap((id) => [`${id}.name`, `${id}.about`]),
  "digest.because.": "any",
  "digest.call.": "any",
  "digest.figure.": "any",
  "digest.section.": "any",
  "digest.why.": "any",
  "digest.": ["daily", "weekly"],
  "error.": "any",
  "gauge.limit.": "any",
  "gauge.measure.": "any",
  "gauge.relief.": "any",
  "gauge.reliefText.": "any",
  "gauge.unit.": "any",
  "gauge.why.": "any",
  "gauge.": ["calm", "busy", "overloaded", "calmText", "busyText", "overloadedText"],
  "input.": "any",
  "keys.group.": "any",
  "notices.digest.": "any",
  "notices.kind.": "any",
  "offer.": "any",
  "palette.kind.": "any",
  "role.": "any",
  "search.chip.": "any",
  "search.example.": "any",
  "search.filter.": "any",
  "search.thing.": "any",
  "search.tip.": "any",
  "stream.": ["recalled", "deleted", "hidden"],
};
const isOfFamily = (key: string) =>
  Object.entries(FAMILIES).some(([head, ends]) => key.startsWith(head) && (ends === "any" || ends.includes(key.slice(head.length))));
const forms = (text: string) => text.split(" | ").length;

describe("words", () => {
  test.each([
    ["zh-Hans", hans],
    ["zh-Hant", hant],
  ])("%s says everything that English says", (_name, words) => expect(keys(words)).toEqual(keys(en)));

  test.each([
    ["zh-Hans", hans],
    ["zh-Hant", hant],
  ])("%s names the same values as English", (_name, words: Record<string, string>) => {
    const different = Object.entries(en).filter(([key, text]) => placeholders(text).join() !== placeholders(words[key] ?? "").join());
    expect(different.map(([key]) => key)).toEqual([]);
  });

  test("English has one and many, Chinese has one form for both", () => {
    const odd = Object.entries(en).filter(([key, text]) => forms(text) > 2 || [hans, hant].some((words) => forms((words as Record<string, string>)[key] ?? "") > forms(text)));
    expect(odd.map(([key]) => key)).toEqual([]);
  });

  test("every key is used: words that nobody sees are translated for nothing", () => {
    const named = new Set(sources.flatMap(([, text]) => [...text.matchAll(/["'`]([a-z]+(?:\.\w+)+)["'`]/giu)].map((hit) => hit[1])));
    expect(Object.keys(en).filter((key) => !named.has(key) && !isOfFamily(key))).toEqual([]);
  });

  test("every family is used too", () => {
    const text = sources.map(([, body]) => body).join("\n");
    expect(Object.keys(FAMILIES).filter((head) => !text.includes(`\`${head}\${`))).toEqual([]);
  });

  test("every key that the source names exists", () => {
    const known = new Set(Object.keys(en));
    const missing = sources.flatMap(([file, text]) =>
      [...text.matchAll(/\b\$?t\(\s*["'`]([a-z]+\.[\w.]+)["'`]/giu)].filter((hit) => !known.has(hit[1] ?? "")).map((hit) => `${file}: ${hit[1]}`),
    );
    expect(missing, "t() was given a key that no locale file has").toEqual([]);
  });
});
