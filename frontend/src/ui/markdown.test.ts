import { describe, expect, test } from "vitest";

import { renderMarkdown } from "./markdown";

describe("markdown from strangers", () => {
  test.each(["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "[tap](javascript:alert(1))", "![x](data:text/html;base64,AAAA)"])(
    "%s runs nothing",
    (source) => {
      const holder = document.createElement("div");
      holder.innerHTML = renderMarkdown(source);
      expect(holder.querySelector("script, img, [onerror], a[href^='javascript']")).toBeNull();
    },
  );

  test("a link leaves in a tab that cannot reach back", () => {
    expect(renderMarkdown("https://example.org/")).toContain('rel="noopener noreferrer nofollow"');
  });

  test("the longest name wins, and only names of the community are marked", () => {
    const html = renderMarkdown("@Ada L and @Nobody", ["Ada", "Ada L"]);
    expect(html).toContain('<span class="name">@Ada L</span>');
    expect(html).not.toContain("@Nobody</span>");
  });

  test("a name with special characters is only text", () => {
    expect(renderMarkdown("@a<b>", ["a<b>"])).toContain('<span class="name">@a&lt;b&gt;</span>');
  });
});
