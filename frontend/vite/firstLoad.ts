import { fileURLToPath } from "node:url";

import type { Plugin, Rolldown } from "vite";

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

/** What opens the app, and what a phone shows first. */
const PARTS = {
  start: [source("main.ts")],
  room: [source("layouts/CommunityLayout.vue"), source("pages/RoomPage.vue")],
};

/** The modules that a phone loads first, with all that comes with them. */
export const FIRST = Object.values(PARTS).flat();

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

/** Two chunks for the first load: a hundred small ones would weigh a tenth more, since each is compressed alone. */
export const firstLoad = (): Rolldown.CodeSplittingOptions => ({ groups: [group("start", 2), group("room", 1)] });

/** What the first page shows is fetched beside what starts it, not after: nearly everybody comes for a room. */
export const preloadRoom = (): Plugin => ({
  name: "preload-room",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(_html, { bundle = {} }) {
      const room = Object.values(bundle).find((one) => one.type === "chunk" && one.name === "room");
      if (room?.type !== "chunk") throw new Error("The build has no room.");
      const styles = [...(room.viteMetadata?.importedCss ?? [])].map((file) => ({ rel: "preload", as: "style", href: `/${file}` }));
      const scripts = [{ rel: "modulepreload", href: `/${room.fileName}` }];
      return [...scripts, ...styles].map((attrs) => ({ tag: "link", attrs: { ...attrs, crossorigin: true }, injectTo: "head" as const }));
    },
  },
});
