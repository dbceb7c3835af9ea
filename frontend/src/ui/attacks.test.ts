import { describe, expect, test } from "vitest";

import { attacks } from "./attacks";
import { renderMarkdown } from "./markdown";

const NAMES = ["Ada", "<img src=x onerror=alert(1)>", '"onmouseover="alert(1)'];
const RUNS = "script, style, iframe, frame, object, embed, portal, applet, base, meta, link, form, input, button, textarea, svg, math, template, noscript";
const SAFE = /^(?:https?:|mailto:|\/|#|\?|$)/i;

/** Everything in a piece of HTML that could run, load or pretend. */
function faults(html: string): string[] {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const found = [...holder.querySelectorAll(RUNS)].map((element) => element.tagName);
  for (const element of holder.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || ["style", "srcdoc", "formaction", "xlink:href"].includes(name)) found.push(`${name}=${value}`);
      if (["href", "src"].includes(name) && !SAFE.test(value.trim())) found.push(`${name}=${value}`);
    }
  }
  return found;
}

test("there are more than a hundred of them, no two alike", () => {
  const all = Object.values(attacks).flat();
  expect(all.length).toBeGreaterThan(100);
  expect(new Set(all).size).toBe(all.length);
});

describe.each(Object.entries(attacks))("%s", (_class, vectors) => {
  test.each(vectors)("%j runs nothing", (source) => {
    expect(faults(renderMarkdown(source, NAMES))).toEqual([]);
  });

  test.each(vectors)("nor inside of a list, a quote or a table: %j", (source) => {
    const line = source.replace(/\n/g, " ");
    for (const around of [`- ${line}`, `> ${line}`, `| a |\n| --- |\n| ${line} |`, `**${line}**`]) expect(faults(renderMarkdown(around, NAMES))).toEqual([]);
  });
});

test("the check itself sees what it looks for", () => {
  const bad = '<p onclick="x"><a href="javascript:x">x</a><img src="data:x"><script></script></p>';
  expect(faults(bad)).toHaveLength(4);
});
