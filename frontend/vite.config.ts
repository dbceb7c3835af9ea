import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

import { firstLoad, preloadFirst } from "./vite/firstLoad.ts";
import { namedVue } from "./vite/namedVue.ts";
import { splitWords } from "./vite/splitWords.ts";
import { serviceWorker } from "./vite/worker.ts";

const backend = process.env.OXBOW_BACKEND ?? "http://127.0.0.1:8000";

// Cascade layers and OKLCH set the floor for styles (scripts/css-floor.json knows it as well); scripts reach a little further back.
const target = ["es2020", "chrome87", "safari14"];

export default defineConfig({
  plugins: [splitWords(), namedVue(), vue(), preloadFirst(), serviceWorker(target)],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  build: { manifest: true, target, cssTarget: ["chrome111", "safari15.4", "ios15.4"], rolldownOptions: { output: { codeSplitting: firstLoad() } } },
  server: {
    // The host stays the page's own: the server compares it with the origin of unsafe requests and of the socket.
    proxy: {
      "/api": { target: backend, changeOrigin: false },
      "/_allauth": { target: backend, changeOrigin: false },
      "/ws": { target: backend, changeOrigin: false, ws: true },
    },
  },
  // A busy machine takes its time; what hangs still ends.
  test: { environment: "happy-dom", include: ["src/**/*.test.ts", "tests/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
