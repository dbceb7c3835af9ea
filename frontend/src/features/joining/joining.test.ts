import { describe, expect, test } from "vitest";

import { wrapped } from "./drawCard";
import { left } from "./left";
import { linesOf, worded } from "./lines";

describe("a card's words", () => {
  const fits = (part: string) => part.length <= 10;

  test("break between words", () => expect(wrapped("a heron by the lake", fits)).toEqual(["a heron by", "the lake"]));
  test("break anywhere in Chinese", () => expect(wrapped("湖边的苍鹭湖边的苍鹭湖边", fits)).toEqual(["湖边的苍鹭湖边的苍鹭", "湖边"]));
  test("stand in a line of their own where one word is too long", () => expect(wrapped("to Heronsbrook-by-Sea", fits)).toEqual(["to", "Heronsbrook-by-Sea"]));
  test("are nothing where there are none", () => expect(wrapped("", fits)).toEqual([]));
});

test.each([
  [0, "00:00:00"],
  [1, "00:00:01"],
  [3_661_000, "01:01:01"],
  [51 * 3_600_000, "51:00:00"],
])("%d milliseconds are left as %s", (milliseconds, shown) => expect(left(milliseconds)).toBe(shown));

test("of lines in a field those that say something are sent, each once", () => {
  expect(worded(linesOf(" Tea \n\nHerons\nTea"))).toEqual(["Tea", "Herons"]);
});
