// @vitest-environment node
import { describe, expect, test } from "vitest";

import { tokenAt } from "./token";

const asked = (text: string, caret = text.length) => {
  const token = tokenAt(text, caret);
  return token && token.trigger + token.query;
};

describe("what asks for completion", () => {
  test.each([
    ["@", "@"],
    ["hi @be", "@be"],
    ["你好，@小", "@小"],
    ["问问@wxm", "@wxm"],
    ["see #gar", "#gar"],
    ["去#大", "#大"],
    ["great :smi", ":smi"],
    [":笑", ":笑"],
    ["：xiao", ":xiao"],
    ["/", "/"],
    ["/sea", "/sea"],
    ["/搜", "/搜"],
  ])("%s", (text, token) => expect(asked(text)).toBe(token));
});

describe("what asks for nothing", () => {
  test.each(["mail@host", "@ada hello", "@@", "C#min", "https://x.y/#part", "at 12:30", ":s", ":D", "https:/", "注意:好", "a /sea", "//sea", "/usr/bin"])("%s", (text) => {
    expect(asked(text)).toBeNull();
  });
  test("a sign before words that are there already is no command", () => expect(asked("/hello there", 1)).toBeNull());
});

test("only what stands before the caret counts, and its place is told", () => {
  expect(tokenAt("hi @be there", 6)).toEqual({ trigger: "@", start: 3, end: 6, query: "be" });
});
