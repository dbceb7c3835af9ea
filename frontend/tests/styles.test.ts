// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "..", "src");
const TOKENS = "styles/tokens.css";
const LITERAL = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|(?<=[:\s(,])(?:white|black|red|gr[ae]y|silver)(?=[\s;,)])/iu;
const Z_INDEX = /z-index:\s*\d{2,}/u;

const styles = (readdirSync(SRC, { recursive: true, encoding: "utf8" }) as string[])
  .filter((file) => /\.(vue|css)$/u.test(file) && file !== TOKENS)
  .map((file) => {
    const text = readFileSync(join(SRC, file), "utf8");
    const css = file.endsWith(".css") ? text : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gu)].map(([, body]) => body).join("\n");
    return [file, css.replace(/\/\*[\s\S]*?\*\//gu, "")] as const;
  });
const offending = (rule: RegExp) =>
  styles.flatMap(([file, css]) => css.split("\n").filter((line) => rule.test(line)).map((line) => `${file}: ${line.trim()}`));

test("colours come from the tokens: a literal stays as it is in the dark, and nobody proves its contrast", () => {
  expect(offending(LITERAL)).toEqual([]);
});

test("what lies over what is decided in the tokens: two numbers in two files know nothing of each other", () => {
  expect(offending(Z_INDEX)).toEqual([]);
});

test("nothing shouts: !important wins by force where a layer would win by order", () => {
  expect(offending(/!important/u)).toEqual([]);
});

test("every token that is used exists", () => {
  const known = new Set([...readFileSync(join(SRC, TOKENS), "utf8").matchAll(/(--[\w-]+):/gu)].map(([, name]) => name));
  const used = styles.flatMap(([file, css]) => [...css.matchAll(/var\((--(?:color|space|text|radius|shadow|z|weight|leading|font|raw)-[\w-]+)/gu)].map(([, name]) => [file, name] as const));
  expect(used.filter(([, name]) => !known.has(name)).map(([file, name]) => `${file}: ${name}`)).toEqual([]);
});

test("no token is declared twice in one place: the second would quietly change whoever uses the first", () => {
  const blocks = [...readFileSync(join(SRC, TOKENS), "utf8").matchAll(/\{([^{}]*)\}/gu)].map(([, body]) => [...body!.matchAll(/(--[\w-]+):/gu)].map(([, name]) => name!));
  expect(blocks.flatMap((names) => names.filter((name, at) => names.indexOf(name) !== at))).toEqual([]);
});

test("Chinese has more between its lines than Latin: characters fill their squares", () => {
  const tokens = readFileSync(join(SRC, TOKENS), "utf8");
  const leading = (root: string) => {
    const body = tokens.split(`${root} {`).slice(1).map((rest) => rest.split("}")[0]!).find((one) => one.includes("--leading-body")) ?? "";
    return ["tight", "body"].map((name) => Number(new RegExp(`--leading-${name}: ([\\d.]+);`, "u").exec(body)?.[1]));
  };
  const [latin, chinese] = [leading(":root"), leading(":root:lang(zh)")];
  expect(chinese.map((height, at) => height - latin[at]!).every((more) => more >= 0.05 && more <= 0.2)).toBe(true);
  const base = styles.find(([file]) => file === "styles/base.css")![1];
  expect(base.match(/line-height: var\(--leading-(?:body|tight)\)/gu)).toEqual(["line-height: var(--leading-body)", "line-height: var(--leading-tight)"]);
});
