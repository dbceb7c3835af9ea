import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const SRC = fileURLToPath(new URL("../src", import.meta.url));

/** What a module imports at once: types are gone by then, and `import()` comes when it is called. */
const IMPORTS = /^\s*(?:import|export)\s(?!type\b)(?:([^"';]*?)\sfrom\s*)?["']([^"']+)["']/gm;
const ONLY_TYPES = /^\{(?:\s*type\s[^,}]+,?)+\s*\}$/;

/** The file of a module of ours by the name that another calls it. */
export function fileOf(path: string, importer: string): string | undefined {
  if (!/^(?:@\/|\.)/.test(path)) return undefined;
  const file = path.startsWith("@/") ? join(SRC, path.slice(2)) : join(dirname(importer), path);
  return [file, `${file}.ts`, join(file, "index.ts")].find((one) => /\.(?:ts|vue)$/.test(one) && existsSync(one));
}

export class Sources {
  private readonly read = new Map<string, { source: string; imports: string[] }>();

  of(file: string): string {
    return this.module(file).source;
  }

  /** The modules that come with these, themselves among them. */
  comingWith(roots: readonly string[]): Set<string> {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      this.module(file).imports.forEach(visit);
    };
    roots.forEach(visit);
    return seen;
  }

  private module(file: string) {
    const held = this.read.get(file);
    if (held) return held;
    const source = readFileSync(file, "utf8");
    const needed = [...source.matchAll(IMPORTS)].filter(([, names = ""]) => !ONLY_TYPES.test(names));
    const made = { source, imports: needed.flatMap(([, , path = ""]) => fileOf(path, file) ?? []) };
    this.read.set(file, made);
    return made;
  }
}
