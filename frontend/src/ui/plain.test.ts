import { describe, expect, it } from "vitest";

import { renderMarkdown } from "./markdown";
import { isPlain, plainLines } from "./plain";

const shown = (source: string, names: readonly string[]) => {
  const html = plainLines(source, names)
    .map((line) => line.map(({ text, isName }) => (isName ? `<span class="name">${text}</span>` : text)).join(""))
    .join("<br>\n");
  return `${html}\n`;
};

describe("plain texts look as Markdown would make them", () => {
  it.each([
    "Hello",
    "Who has a ladder? I do, since 1984!",
    "one\ntwo\nthree",
    "群里有人看到苍鹭吗？\n我没有",
    "@Ada L and @Ben (both) are 100% here",
    "a@b.example is an address, 3 - 2 = 1, x + y, it's \"fine\"",
    "🎉 well done: 5/5; see you @ 8",
    "C# and F#",
  ])("%s", (source) => {
    expect(isPlain(source)).toBe(true);
    expect(shown(source, ["Ada", "Ada L", "Ben"])).toBe(renderMarkdown(source, ["Ada", "Ada L", "Ben"]).replaceAll("&quot;", '"').replaceAll(/<\/?p>/gu, ""));
  });
});

it.each([
  "**bold**", "_soft_", "`code`", "[a](b)", "> quote", "# title", "  # title", "- item", "+ item", "1. item", "2) item", "a\n- item", "a\n---", "a\n===", "a\n\nb",
  "https://example.org", "HTTP://EXAMPLE.ORG", "see mailto:a@b.c", "<b>", "a &amp; b", "\\*", "    code", "\tcode", "two  spaces", "end ", " start", "a | b", "~~no~~", "![x](y)",
])("%j is left to the renderer", (source) => expect(isPlain(source)).toBe(false));

describe("rooms that are named lead there", () => {
  const places = [{ name: "Tea", href: "/c/lake/r/1" }, { name: "Tea & cake", href: "/c/lake/r/2" }, { name: "大厅", href: "/c/lake/r/3" }];
  const links = (source: string) => [...renderMarkdown(source, ["Ada"], places).matchAll(/<a class="place" href="([^"]+)">([^<]+)<\/a>/gu)].map(([, href, text]) => [href, text]);
  const plain = (source: string) => plainLines(source, ["Ada"], places).flat().filter((piece) => piece.href).map(({ href, text }) => [href, text.replace("&", "&amp;")]);
  it.each([
    ["come to #Tea!", [["/c/lake/r/1", "#Tea"]]],
    ["#tea", [["/c/lake/r/1", "#tea"]]],
    ["@Ada (#Tea & cake) #Tea", [["/c/lake/r/2", "#Tea &amp; cake"], ["/c/lake/r/1", "#Tea"]]],
    ["去#大厅看看", [["/c/lake/r/3", "#大厅"]]],
    ["#Teapot, a#Tea, x/#Tea, #Secret", []],
  ])("%s", (source, wanted) => {
    expect(links(source)).toEqual(wanted);
    expect(plain(source)).toEqual(wanted);
  });
  it("but not from within code, nor within another link", () => expect(links("`#Tea` [see #Tea](https://a.example)")).toEqual([]));
  it("and a name that looks like markup is text", () => {
    const page = new DOMParser().parseFromString(renderMarkdown("#<b>", [], [{ name: "<b>", href: '/"><script>' }]), "text/html");
    expect([page.querySelectorAll("b, script").length, page.querySelector("a")?.textContent]).toEqual([0, "#<b>"]);
  });
});
