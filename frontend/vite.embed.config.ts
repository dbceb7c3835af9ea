import { defineConfig } from "vite";

/** The one script that host pages load: beside the web app, under a name that never changes. */
export default defineConfig({
  publicDir: false,
  build: {
    target: ["es2020", "chrome87", "safari14"],
    emptyOutDir: false,
    lib: { entry: "embed/main.ts", formats: ["iife"], name: "OxbowEmbed", fileName: () => "embed.js" },
  },
});
