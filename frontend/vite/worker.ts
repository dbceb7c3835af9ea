import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

import { build, type Plugin } from "vite";

const SOURCE = fileURLToPath(new URL("../src/worker/sw.ts", import.meta.url));
const NEEDED = /\.(?:js|css|woff2)$/;

/** Builds the service worker after the app, with the list of the app's parts in it. */
export function serviceWorker(target: string[]): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    async writeBundle(options, bundle) {
      const parts = Object.keys(bundle).filter((name) => NEEDED.test(name)).sort().map((name) => `/${name}`);
      const index = bundle["index.html"];
      const entry = Object.values(bundle).find((one) => one.type === "chunk" && one.isEntry);
      if (index?.type !== "asset" || !entry || !options.dir) throw new Error("There is no page to keep.");
      const version = createHash("sha256").update(parts.join()).update(index.source).digest("hex").slice(0, 12);
      await build({
        configFile: false,
        logLevel: "warn",
        define: { BUILD: JSON.stringify({ version, parts, entry: `/${entry.fileName}` }) },
        build: {
          target,
          outDir: options.dir,
          emptyOutDir: false,
          copyPublicDir: false,
          modulePreload: false,
          rollupOptions: { input: SOURCE, output: { format: "iife", entryFileNames: "sw.js" } },
        },
      });
    },
  };
}
