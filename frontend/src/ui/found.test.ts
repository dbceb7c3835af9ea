import { expect, it } from "vitest";

import { placesOf } from "./found";

const texts = (html: string, words: string[]) => {
  const root = document.createElement("div");
  root.innerHTML = html;
  return placesOf(root, words).map((range) => range.toString());
};

it("finds words in whatever element they stand, in any case", () => {
  expect(texts("<p>A Heron and a <b>heron</b></p>", ["heron"])).toEqual(["Heron", "heron"]);
  expect(texts("<p>看到苍鹭，苍鹭飞走了</p>", ["苍鹭"])).toEqual(["苍鹭", "苍鹭"]);
});

it("marks nothing for words that are not there, or empty", () => {
  expect(texts("<p>A heron</p>", ["egret", ""])).toEqual([]);
});
