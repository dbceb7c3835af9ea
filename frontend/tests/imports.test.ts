// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import { expect, test } from "vitest";

import { Sources, SRC } from "../vite/sources";

const ROOT = resolve(import.meta.dirname ?? __dirname, "../src");

/** From the bottom up: a layer may import what stands before it, never what stands behind it. */
const LAYERS = ["worker", "api", "sync", "stores", "i18n", "features", "layouts", "pages", "router"];
/** The design system stands beside the layers: it knows Vue and words, and nothing of what they show. */
const UI_MAY_IMPORT = ["ui", "i18n"];
const FREE = ["early", "main", "storage", "App", "env.d", "styles", "locales"];

interface Import {
  file: string;
  from: string;
  to: string;
  target: string;
}

const files = (readdirSync(ROOT, { recursive: true }) as string[]).filter((path) => /\.(ts|vue)$/.test(path));
const layerOf = (path: string) => path.split("/")[0]!.replace(/\.(ts|vue)$/, "");

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g);
  return [...found]
    .map((match) => match[1]!)
    .filter((path) => path.startsWith("@/") || path.startsWith("."))
    .map((path) => (path.startsWith("@/") ? path.slice(2) : relative(ROOT, resolve(ROOT, dirname(file), path))))
    .map((target) => ({ file, from: layerOf(file), to: layerOf(target), target }));
}

const imports = files.filter((file) => !file.includes(".test.")).flatMap(importsOf);

test("imports go down the layers only: a lower layer that knows an upper one can no longer be read or tested alone", () => {
  const upward = imports
    .filter(({ from, to }) => from !== "ui" && to !== "ui" && !FREE.includes(from) && !FREE.includes(to))
    .filter(({ from, to }) => LAYERS.indexOf(to) > LAYERS.indexOf(from))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(upward).toEqual([]);
});

test("the design system knows no domain: a button that knows rooms cannot be used for threads", () => {
  const knowing = imports
    .filter(({ from, to }) => from === "ui" && !UI_MAY_IMPORT.includes(to))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(knowing).toEqual([]);
});

test("data layers draw nothing: what needs the design system belongs in features", () => {
  const drawing = imports
    .filter(({ from, to }) => ["api", "sync", "stores"].includes(from) && to === "ui")
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(drawing).toEqual([]);
});

test("features do not import each other in a circle: one of the two would have to know the other's insides", () => {
  const arrows = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    const [from, to] = [file, target].map((path) => /^features\/([^/]+)\//.exec(path)?.[1]);
    if (from && to && from !== to) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(arrows.get(from) ?? [])].some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  expect([...arrows.keys()].filter((feature) => reaches(feature, feature))).toEqual([]);
});

test("sync is plain: classes without Vue run in any test and never re-render by surprise", () => {
  const bound = files
    .filter((file) => file.startsWith("sync/"))
    .filter((file) => /from ["'](vue|pinia|vue-router|vue-i18n|@vueuse\/core)["']/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(bound).toEqual([]);
});

test("words come from src/i18n: the library is what they are compared with, and weighs 10 kB", () => {
  const importing = files.filter((file) => /from ["']vue-i18n["']/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(importing).toEqual(["words.test.ts"]);
});

test("only src/api fetches: one place knows the CSRF token, the codes and the timeouts", () => {
  const fetching = files
    .filter((file) => !file.startsWith("api/"))
    .filter((file) => /(?<![\w.])(?:fetch\(|new XMLHttpRequest|navigator\.sendBeacon)/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(fetching).toEqual([]);
});

test("stores do not know the router: where to go is the page's business", () => {
  const routing = files
    .filter((file) => file.startsWith("stores/"))
    .filter((file) => /vue-router|\/router["']/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(routing).toEqual([]);
});

test("what runs before the app has come needs none of it: else it would come no earlier", () => {
  const early = [...new Sources().comingWith([join(SRC, "early.ts")])];
  expect(early.length).toBeGreaterThan(5);
  expect(early.filter((file) => /from ["'](vue|pinia|vue-router|@vueuse\/core)["']/.test(readFileSync(file, "utf8")))).toEqual([]);
});
