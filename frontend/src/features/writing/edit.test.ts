// @vitest-environment node
import { describe, expect, test } from "vitest";

import { continued, type Edit, edited, isAddress, link, wrap, type Written } from "./edit";

/** "a [b] c": what stands between the bars is chosen; one bar is the caret. */
function at(marked: string): Written {
  const [start, end] = [marked.indexOf("|"), marked.lastIndexOf("|")];
  return { text: marked.replaceAll("|", ""), start, end: end === start ? start : end - 1 };
}
function after(marked: string, made: (written: Written) => Edit | null): string | null {
  const edit = made(at(marked));
  if (!edit) return null;
  const text = edited(at(marked).text, edit);
  const chosen = text.slice(edit.start, edit.end);
  return `${text.slice(0, edit.start)}|${chosen}${chosen && "|"}${text.slice(edit.end)}`;
}

describe("marks", () => {
  test.each([
    ["a |word| here", "a **|word|** here"],
    ["a |word |here", "a **|word|** here"],
    ["a **|word|** here", "a |word| here"],
    ["a | here", "a **|** here"],
    ["**|**", "|"],
    ["看|苍鹭|吗", "看**|苍鹭|**吗"],
  ])("bold: %s becomes %s", (before, wanted) => expect(after(before, (one) => wrap(one, "**", true))).toBe(wanted));
  test("a sign that is typed over words stands on both sides, and again", () => {
    expect(after("|word|", (one) => wrap(one, "*"))).toBe("*|word|*");
    expect(after("*|word|*", (one) => wrap(one, "*"))).toBe("**|word|**");
  });
  test("code of several lines stands in a fence", () => expect(after("|a\nb|", (one) => wrap(one, "`", true))).toBe("```\n|a\nb|\n```"));
});

describe("links", () => {
  test("an address makes the chosen words a link", () => expect(after("see |here| now", (one) => link(one, "https://a.b/c "))).toBe("see [here](https://a.b/c)| now"));
  test("without one its place is at hand", () => expect(after("see |here|", (one) => link(one))).toBe("see [here](|)"));
  test.each(["https://a.b", " http://a.b/c?d#e\n"])("%j is an address", (text) => expect(isAddress(text)).toBe(true));
  test.each(["a.b", "javascript:alert(1)", "https://a.b and more", ""])("%j is none", (text) => expect(isAddress(text)).toBe(false));
});

describe("a line break", () => {
  test.each([
    ["- tea|", "- tea\n- |"],
    ["  * tea|", "  * tea\n  * |"],
    ["9. tea|", "9. tea\n10. |"],
    ["3) 茶|", "3) 茶\n4) |"],
    ["- [x] done|", "- [x] done\n- [ ] |"],
    ["> said|", "> said\n> |"],
    ["a\n- te|a", "a\n- te\n- |a"],
  ])("goes on: %j becomes %j", (before, wanted) => expect(after(before, continued)).toBe(wanted));
  test.each([
    ["- tea\n- |", "- tea\n|"],
    ["> said\n> |", "> said\n|"],
  ])("leaves what was left empty: %j becomes %j", (before, wanted) => expect(after(before, continued)).toBe(wanted));
  test.each(["tea|", "-tea|", "2025 was good|", "- |tea|", "3.14|"])("%j is neither list nor quote", (before) => expect(after(before, continued)).toBeNull());
});
