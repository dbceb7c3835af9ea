// @vitest-environment node
import { describe, expect, test } from "vitest";

import { readsLikeIn } from "./pinyin";
import { best, score } from "./rank";

const never = () => false;
const named = (...names: string[]) => names.map((name) => ({ id: name, name }));
const found = (query: string, ...names: string[]) => best(named(...names), query, never, 10).map((one) => one.name);

describe("what the palette finds", () => {
  test("a name that begins so goes before one that has it inside, and the shorter before the longer", () => {
    expect(found("gar", "The sugar trade", "Winter garden", "Garden and kitchen", "Garden")).toEqual(["Garden", "Garden and kitchen", "Winter garden", "The sugar trade"]);
  });
  test("the first letters of words find a name, letters out of order do not", () => {
    expect(found("mtr", "Mark this room as read")).toHaveLength(1);
    expect(found("smk", "Mark this room")).toEqual([]);
  });
  test("an empty question shows what there is, in its order", () => expect(found("", "b", "a")).toEqual(["b", "a"]));
  test("no more than asked for", () => expect(best(named("a1", "a2", "a3"), "a", never, 2)).toHaveLength(2));
  test("capitals do not matter", () => expect(score("ADA", "ada", never)).toBeGreaterThan(90));
});

describe("Chinese names", () => {
  test.each(["zh-Hans", "zh-Hant"])("initials and pinyin find them in %s", async (locale) => {
    const readsLike = await readsLikeIn(locale);
    const names = named("王小明", "公告", "Ben");
    expect(best(names, "wxm", readsLike, 9).map((one) => one.name)).toEqual(["王小明"]);
    expect(best(names, "gonggao", readsLike, 9).map((one) => one.name)).toEqual(["公告"]);
  });
  test.each(["wangxm", "wxming", "xiaom", "wangxiaoming"])("%s is 王小明, syllables and initials mixed", async (query) => {
    expect((await readsLikeIn("zh-Hans"))("王小明", query)).toBe(true);
  });
  test.each(["wangm", "wxmm", "mx"])("%s is not", async (query) => expect((await readsLikeIn("zh-Hans"))("王小明", query)).toBe(false));
  test("traditional characters are read too", async () => {
    const readsLike = await readsLikeIn("zh-Hant");
    expect(score("陳美玲", "cml", readsLike)).toBeGreaterThan(0);
  });
});
