// @vitest-environment node
import { describe, expect, test } from "vitest";

import { commandIn, COMMANDS, wordsOf } from "./commands";
import { commandSource } from "./commandSource";
import { beginOf, dayIn, dayOf, daysBefore } from "./days";
import { isLong } from "./longText";

const asked = (text: string) => {
  const found = commandIn(text);
  return found && ("unknown" in found ? `?${found.unknown}` : [found.command.id, found.words]);
};

describe("commands", () => {
  test.each([
    ["/search boat house", ["search", "boat house"]],
    ["/搜索 苍鹭", ["search", "苍鹭"]],
    ["/SS", ["search", ""]],
    ["/date 2026-03-01", ["date", "2026-03-01"]],
    ["/shrug", "?shrug"],
  ])("%s", (text, wanted) => expect(asked(text)).toEqual(wanted));
  test.each(["hello /search", "//search", "/usr/bin", "/ 5", "/"])("%s is words", (text) => expect(asked(text)).toBeNull());
  test("two strokes send one; where no command was near, the words stay as they are", () => {
    expect(["//mute", "//nobody knows", "//example.org/x", "// note", "hello"].map(wordsOf)).toEqual(["/mute", "/nobody knows", "//example.org/x", "// note", "hello"]);
  });
  test("no name stands for two of them", () => {
    const names = COMMANDS.flatMap((one) => one.names);
    expect(new Set(names).size).toBe(names.length);
  });
  test("the list offers what can be done here, by any of its names", async () => {
    const ran: string[] = [];
    const source = commandSource({ can: (id) => id !== "board", words: (id) => ({ name: id, about: "" }), run: (id) => ran.push(id) });
    const found = async (query: string) => (await source.find(query)).map((one) => one.key);
    expect(await found("")).toEqual(["search", "date", "mute", "info"]);
    expect([await found("日"), await found("jingy"), await found("b")]).toEqual([["date"], ["mute"], []]);
    for (const one of await source.find("")) one.run?.();
    expect(ran).toEqual(["date", "mute", "info"]);
  });
});

describe("days", () => {
  const now = new Date(2026, 2, 1, 9);
  test.each([
    ["2025-12-31", "2025-12-31"],
    ["2025/2/3", "2025-02-03"],
    ["2025年2月3日", "2025-02-03"],
    ["2-3", "2026-02-03"],
  ])("%s is %s", (words, day) => expect(dayIn(words, now)).toBe(day));
  test.each(["", "soon", "2025-02-30", "13-1", "5"])("%j is none", (words) => expect(dayIn(words, now)).toBeNull());
  test("a day begins at midnight on the reader's own clock", () => {
    expect(new Date(beginOf("2026-03-01")).getTime()).toBe(new Date(2026, 2, 1).getTime());
    expect([dayOf(now), daysBefore(now, 1)]).toEqual(["2026-03-01", "2026-02-28"]);
  });
});

describe("long words", () => {
  test("are more than a phone shows: 25 lines, of 38 letters or 19 Chinese signs", () => {
    expect([isLong("x".repeat(38 * 25)), isLong("x".repeat(38 * 25 + 1))]).toEqual([false, true]);
    expect([isLong("字".repeat(19 * 25)), isLong("字".repeat(19 * 25 + 1))]).toEqual([false, true]);
    expect([isLong("- x\n".repeat(25)), isLong("- x\n".repeat(26))]).toEqual([false, true]);
  });
});
