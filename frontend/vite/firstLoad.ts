import { fileURLToPath } from "node:url";

import type { Plugin, Rolldown } from "vite";

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

/** What asks for the first answers, what opens the app, and what a phone shows first. */
const PARTS = {
  early: [source("early.ts"), source("../index.html")],
  start: [source("main.ts")],
  room: [source("layouts/CommunityLayout.vue"), source("pages/RoomPage.vue")],
};

/** The modules that a phone loads first, with all that comes with them. */
export const FIRST = Object.values(PARTS).flat().filter((part) => !part.endsWith(".html"));

/** One file names all of its parts: by that name nearly none come with the first load, and those stand alone. */
const APART = /node_modules\/(?:reka-ui|@floating-ui|aria-hidden|defu)\//;

/** All modules that come with a module. */
function reach(root: string, context: Rolldown.ChunkingContext, seen: Set<string>): Set<string> {
  if (!seen.has(root) && !APART.test(root)) {
    seen.add(root);
    for (const next of context.getModuleInfo(root)?.importedIds ?? []) reach(next, context, seen);
  }
  return seen;
}

function group(name: keyof typeof PARTS, priority: number): Rolldown.CodeSplittingGroup {
  let parts: Set<string> | undefined;
  const find = (context: Rolldown.ChunkingContext) => PARTS[name].reduce((seen, root) => reach(root, context, seen), new Set<string>());
  return { priority, name: (id, context) => ((parts ??= find(context)).has(id) ? name : null) };
}

/** Three chunks for the first load: a hundred small ones would weigh a tenth more, since each is compressed alone. */
export const firstLoad = (): Rolldown.CodeSplittingOptions => ({ groups: [group("early", 3), group("start", 2), group("room", 1)] });

type Tag = Record<string, string>;
/** With what they import: found out later, it would hold up all of them. */
const scripts = (chunks: readonly Rolldown.OutputChunk[], entry: string | undefined): Tag[] =>
  [...new Set(chunks.flatMap(({ fileName, imports }) => [fileName, ...imports]))]
    .filter((file) => file !== entry)
    .map((file) => ({ rel: "modulepreload", href: `/${file}` }));
/** As a sheet that the page has, it would hold up the scripts until it has come. */
const stylesOf = (chunk: Rolldown.OutputChunk): Tag[] => [...(chunk.viteMetadata?.importedCss ?? [])].map((file) => ({ rel: "preload", as: "style", href: `/${file}` }));

/** The app and what its first page shows are fetched beside what asks for them, not after: nearly everybody comes for a room. */
export const preloadFirst = (): Plugin => ({
  name: "preload-first",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(_html, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((one): one is Rolldown.OutputChunk => one.type === "chunk");
      const first = chunks.filter(({ name }) => name === "start" || name === "room");
      if (first.length !== 2) throw new Error("The build has no start, or no room.");
      const links = [...scripts(first, chunks.find(({ isEntry }) => isEntry)?.fileName), ...first.flatMap(stylesOf)];
      return links.map((attrs) => ({ tag: "link", attrs: { ...attrs, crossorigin: true }, injectTo: "head" as const }));
    },
  },
});
