import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import en from "@/locales/en.json";
import hans from "@/locales/zh-Hans.json";
import hant from "@/locales/zh-Hant.json";

import { emptySources, FAMILIES, isSaid } from "./families";

const keys = (words: object) => Object.keys(words).sort();
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/gu))].sort();
const src = join(import.meta.dirname, "..", "src");
const sources = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(vue|ts)$/u.test(file) && !file.endsWith(".test.ts"))
  .map((file) => [file, readFileSync(join(src, file), "utf8")] as const);

/** What these put together are codes of errors and names of topics. */
const NO_KEYS = ["api/account.ts", "stores/communities.ts"];
const isOfFamily = (key: string) => FAMILIES.some((head) => key.startsWith(head));
const named = new Set(sources.flatMap(([, text]) => [...text.matchAll(/["'`]([a-z]+(?:\.\w+)+)["'`]/giu)].map((hit) => hit[1])));
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
    expect(Object.keys(en).filter((key) => !named.has(key) && !isOfFamily(key))).toEqual([]);
  });

  test("every key of a family has something that puts it together: what nobody can say is translated for nothing too", () => {
    expect(emptySources()).toEqual([]);
    const heads = (key: string) => FAMILIES.filter((head) => key.startsWith(head));
    expect(Object.keys(en).filter((key) => !named.has(key) && isOfFamily(key) && !heads(key).some((head) => isSaid(head, key)))).toEqual([]);
  });

  test("families are put together where they are said, by beginnings that are theirs alone: the build looks for both", () => {
    const said = sources.flatMap(([, text]) => [...text.matchAll(/\bte?\(\s*`([^$`]*)/gu)].map((hit) => hit[1]));
    expect([...new Set(said)].sort()).toEqual(FAMILIES);
  });

  test("a key is not put together elsewhere: nobody would know which words a part says", () => {
    const templates = sources.flatMap(([file, text]) => [...text.matchAll(/(?<!\bte?\(\s*)`([a-z]\w*(?:\.\w+)*\.)\$\{/giu)].map((hit) => [file, hit[1] ?? ""] as const));
    const keyed = templates.filter(([, head]) => Object.keys(en).some((key) => key.startsWith(head)));
    expect(keyed.filter(([file]) => !NO_KEYS.includes(file)).map(([file, head]) => `${file}: ${head}`)).toEqual([]);
  });

  test("every key that the source names exists", () => {
    const known = new Set(Object.keys(en));
    const missing = sources.flatMap(([file, text]) =>
      [...text.matchAll(/\b\$?t\(\s*["'`]([a-z]+\.[\w.]+)["'`]/giu)].filter((hit) => !known.has(hit[1] ?? "")).map((hit) => `${file}: ${hit[1]}`),
    );
    expect(missing, "t() was given a key that no locale file has").toEqual([]);
  });
});
