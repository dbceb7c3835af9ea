// @vitest-environment node
import { describe, expect, test } from "vitest";

import { sticker } from "./fixtures";
import { arranged, usedLast } from "./stickerOrder";

const list = [sticker(1, "Wave", "hello 👋"), sticker(2, "Ｂow", "thanks 谢谢"), sticker(3, "Heron")];
const ids = (found: { id: number }[]) => found.map((one) => one.id);

describe("which stickers stand first", () => {
  test("those used last, then the others as they came", () => {
    expect(ids(arranged(list, [3, 2]))).toEqual([3, 2, 1]);
    expect(ids(arranged(list, []))).toEqual([1, 2, 3]);
  });

  test("one that was taken off the set is in nobody's way", () => expect(ids(arranged(list, [9, 2]))).toEqual([2, 1, 3]));

  test("the one used again goes to the front, once; only some are kept in mind", () => {
    expect(usedLast([1, 2, 3], 3)).toEqual([3, 1, 2]);
    const many = Array.from({ length: 40 }, (_, id) => id).reduce<number[]>(usedLast, []);
    expect([many.length, many[0]]).toEqual([24, 39]);
  });
});

describe("words find a sticker", () => {
  test.each([
    ["wave", [1]],
    ["👋", [1]],
    ["谢", [2]],
    ["bow thanks", [2]],
    ["bow heron", []],
    ["  ", [1, 2, 3]],
  ])("%j", (words, wanted) => expect(ids(arranged(list, [], words))).toEqual(wanted));
});
