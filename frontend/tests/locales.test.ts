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

  test("every key that the source names exists", () => {
    const known = new Set(Object.keys(en));
    const missing = sources.flatMap(([file, text]) =>
      [...text.matchAll(/\b\$?t\(\s*["'`]([a-z]+\.[\w.]+)["'`]/giu)].filter((hit) => !known.has(hit[1] ?? "")).map((hit) => `${file}: ${hit[1]}`),
    );
    expect(missing, "t() was given a key that no locale file has").toEqual([]);
  });
});
