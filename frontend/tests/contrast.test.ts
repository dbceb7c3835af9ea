// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { contrast, parseOklch } from "@/ui/contrast";

/** The declarations of every block with this selector, the later ones winning. */
const css = readFileSync(join(import.meta.dirname, "..", "src", "styles", "tokens.css"), "utf8").replace(/\/\*[\s\S]*?\*\//gu, "");
const blocks = [...css.matchAll(/(?<=^|[{};])\s*([^{};@]+)\{([^{}]*)\}/gu)].map(([, selector, body]) => ({
  selectors: selector!.split(",").map((one) => one.trim()),
  values: [...body!.matchAll(/(--[\w-]+):\s*([^;]+);/gu)].map(([, name, value]) => [name!, value!.trim()] as const),
}));
const declared = (...wanted: string[]) =>
  Object.fromEntries(blocks.filter(({ selectors }) => selectors.some((one) => wanted.includes(one))).flatMap(({ values }) => values));

const THEMES = { light: declared(":root", ".toned"), dark: { ...declared(":root", ".toned"), ...declared('[data-theme="dark"]') } };
/** The hues that a founder may choose, and the ones between them where colours change most. */
const HUES = [0, 15, 45, 65, 85, 105, 130, 160, 190, 205, 235, 265, 295, 325, 350];

const TEXT = 4.5;
const SHAPE = 3;
const PAGES = ["page", "surface", "sunken"];
const TONES = ["surface", "page", "own", "highlight"];
const on = (text: string, grounds: string[], least = TEXT) => grounds.map((ground) => ({ text, ground, least }));

const PAIRS = [
  ...on("text", [...PAGES, "own", "highlight", "accent-wash", "accent-soft", "danger-wash", "highlight-line", "mark"]),
  ...on("text-soft", [...PAGES, "own", "highlight", "accent-wash", "line"]),
  ...on("text-faint", ["page", "surface", "sunken", "accent-wash"]),
  ...on("accent-strong", [...PAGES, "own", "highlight", "accent-wash", "accent-soft"]),
  ...on("accent", ["surface", "page"]),
  ...on("on-accent", ["accent", "accent-strong"]),
  ...on("highlight-text", [...PAGES, "highlight"]),
  ...on("highlight-text", ["highlight-line"], SHAPE),
  ...on("danger", [...PAGES]),
  ...on("danger-strong", [...PAGES, "danger-wash"]),
  ...on("good", ["surface"]),
  ...on("focus", [...PAGES, "own"], SHAPE),
  ...on("control", PAGES, SHAPE),
  ...on("knob", ["control", "accent"], SHAPE),
];
const TONED = [...on("tone-ink", [...TONES, "tone-soft"]), ...on("tone", ["page", "surface"], SHAPE)];

function paint(tokens: Record<string, string>, name: string, hues: Record<string, number>): string {
  let value = tokens[`--color-${name}`] ?? `no token --color-${name}`;
  for (let depth = 0; depth < 8 && value.includes("var("); depth += 1) {
    value = value.replace(/var\((--[\w-]+)\)/gu, (_, token: string) => String(hues[token] ?? tokens[token]));
  }
  return value;
}

function weak(tokens: Record<string, string>, pairs: typeof PAIRS, hues: Record<string, number>): string[] {
  return pairs.flatMap(({ text, ground, least }) => {
    const [one, other] = [text, ground].map((name) => parseOklch(paint(tokens, name, hues)));
    const figure = one && other ? contrast(one, other) : 0;
    return figure >= least ? [] : [`${text} on ${ground}: ${figure.toFixed(2)} < ${least} ${JSON.stringify(hues)}`];
  });
}

describe.each(["light", "dark"] as const)("contrast in the %s theme", (theme) => {
  test.each(HUES)("a community of hue %i can be read", (hue) => expect(weak(THEMES[theme], PAIRS, { "--hue": hue })).toEqual([]));

  test("a person's colour can be read, whatever both hues are", () => {
    const pairs = HUES.flatMap((hue) => [190, 85, 325].map((brand) => ({ "--tone": hue, "--hue": brand })));
    expect(pairs.flatMap((hues) => weak(THEMES[theme], TONED, hues))).toEqual([]);
  });
});
