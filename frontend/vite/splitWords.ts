import { type Plugin, type Rolldown } from "vite";

import { FirstWords, wordsOf } from "./firstWords.ts";
import { fileOf, SRC } from "./sources.ts";

const LOCALE = /\/locales\/([\w-]+)\.json\?(first|later)$/;
const IMPORT = "import(";

interface Call {
  start: number;
  end: number;
  /** What it imports; null where that is known at run time only. */
  part: string | null;
}

/** The `import()`s of a module. */
export function callsIn(node: unknown, found: Call[] = []): Call[] {
  if (typeof node !== "object" || node === null) return found;
  const { type, start, end, source } = node as { type?: string; start: number; end: number; source?: { value?: unknown } };
  if (type === "ImportExpression") found.push({ start, end, part: typeof source?.value === "string" ? source.value : null });
  for (const inner of Object.values(node)) callsIn(inner, found);
  return found;
}

const pathOf = (id: string) => id.replace(/\?.*/, "");

/** Writes `withWords` around the imports of the parts that need it. */
export function awaitWords(code: string, importer: string, calls: readonly Call[], words: Pick<FirstWords, "suffice">): string {
  const waiting = calls.filter(({ part }) => {
    if (part === null) throw new Error(`${importer} imports a part without its name: which words it says cannot be known.`);
    const file = fileOf(part, importer);
    return file !== undefined && !words.suffice(file);
  });
  if (!waiting.length) return code;
  const written = waiting.reduceRight((text, { start, end }) => `${text.slice(0, start)}withWords(${text.slice(start, end)})${text.slice(end)}`, code);
  return `import { withWords } from "@/i18n";\n${written}`;
}

/** Fails where the bundle's first load has modules in which no words were looked for. */
function check(bundle: Rolldown.OutputBundle, words: FirstWords): void {
  const chunks = Object.values(bundle).filter((one): one is Rolldown.OutputChunk => one.type === "chunk");
  const first = chunks.filter(({ isEntry, name }) => isEntry || ["early", "start", "room"].includes(name));
  const ours = first.flatMap(({ moduleIds }) => moduleIds.map(pathOf)).filter((path) => path.startsWith(SRC) && /\.(?:ts|vue)$/.test(path));
  const unknown = ours.filter((path) => !words.files.has(path));
  if (unknown.length) throw new Error(`The first load has modules whose words do not come first: ${unknown.join(", ")}`);
}

/**
 * `en.json?first` are the words of the first page, `en.json?later` those of whatever opens from it; a part that says some
 * of these waits for them. Only the build divides them.
 */
export function splitWords(): Plugin[] {
  const words = new FirstWords();
  let whole = true;
  return [
    {
      name: "split-words",
      enforce: "pre",
      configResolved: ({ command }) => void (whole = command === "serve"),
      load(id) {
        const [, locale = "", half] = LOCALE.exec(id) ?? [];
        if (!half) return null;
        const some = Object.entries(wordsOf(locale)).filter(([key]) => (whole || words.keys.has(key)) === (half === "first"));
        // Browsers read it as JSON faster than as a script.
        return { code: `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(some)))})`, moduleType: "js" };
      },
    },
    {
      name: "await-words",
      apply: "build",
      enforce: "post",
      transform(code, id) {
        if (!id.startsWith(SRC) || !code.includes(IMPORT)) return null;
        return { code: awaitWords(code, pathOf(id), callsIn(this.parse(code)), words), map: null };
      },
      generateBundle: (_options, bundle) => check(bundle, words),
    },
  ];
}
