import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Plugin } from "vite";

import { FIRST } from "./firstLoad.ts";

type Words = Record<string, string>;

const SRC = fileURLToPath(new URL("../src", import.meta.url));
/** What comes with a module: types are gone by then, and `import()` comes when it is called. */
const IMPORTS = /^\s*(?:import|export)\s(?!type\b)(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']/gm;
const LITERAL = /["'`]([a-z]\w*(?:\.\w+)+)["'`]/gi;
/** A key that is put together at run time. */
const FAMILY = /`([a-z][\w.]*\.\$\{[^`]*)`/gi;
const SPLIT = /\/locales\/([\w-]+\.json)\?(first|later)$/;

function fileOf(path: string, importer: string): string | undefined {
  if (!/^(?:@\/|\.)/.test(path)) return undefined;
  const file = path.startsWith("@/") ? join(SRC, path.slice(2)) : join(dirname(importer), path);
  return [file, `${file}.ts`, join(file, "index.ts")].find((one) => /\.(?:ts|vue)$/.test(one) && existsSync(one));
}

/** What such a key may be: each value is one part of it, but codes of errors, which have several. */
function formOf(template: string): RegExp {
  const value = template.startsWith("error.") ? "[\\w.]+" : "\\w+";
  return new RegExp(`^${template.replaceAll(".", "\\.").replace(/\$\\?\{[^}]*\}/g, value)}$`);
}

/** The sources of all modules that come with these. */
function sourcesOf(roots: readonly string[]): string[] {
  const seen = new Map<string, string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    const source = readFileSync(file, "utf8");
    seen.set(file, source);
    for (const [, path = ""] of source.matchAll(IMPORTS)) {
      const next = fileOf(path, file);
      if (next) visit(next);
    }
  };
  roots.forEach(visit);
  return [...seen.values()];
}

/**
 * Which keys of a language the first page may say: those that its sources name, and the families of those that they put
 * together.
 *
 * @param keys all there are
 */
export function firstKeys(keys: readonly string[], sources = sourcesOf(FIRST)): Set<string> {
  const named = new Set(sources.flatMap((source) => [...source.matchAll(LITERAL)].map((hit) => hit[1] ?? "")));
  const forms = sources.flatMap((source) => [...source.matchAll(FAMILY)].map((hit) => formOf(hit[1] ?? "")));
  return new Set(keys.filter((key) => named.has(key) || forms.some((form) => form.test(key))));
}

/** `en.json?first` are the words of the first page, `en.json?later` those of whatever opens from it. */
export const splitWords = (whole = Boolean(process.env.VITEST)): Plugin => ({
  name: "split-words",
  enforce: "pre",
  load(id) {
    const [, name = "", part] = SPLIT.exec(id) ?? [];
    if (!part) return null;
    const words = JSON.parse(readFileSync(join(SRC, "locales", name), "utf8")) as Words;
    const first = whole ? new Set(Object.keys(words)) : firstKeys(Object.keys(words));
    const some = Object.fromEntries(Object.entries(words).filter(([key]) => first.has(key) === (part === "first")));
    // Browsers read it as JSON faster than as a script.
    return { code: `export default JSON.parse(${JSON.stringify(JSON.stringify(some))})`, moduleType: "js" };
  },
});
