// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { MODULE } from "../vite/namedVue";

const MODULES = join(import.meta.dirname, "../node_modules");
const LIBRARIES = ["@vueuse/core", "@vueuse/shared", "pinia", "reka-ui", "virtua/lib/vue", "vue-router"];

const modulesOf = (library: string) =>
  readdirSync(join(MODULES, library), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.m?js$/.test(path) && !path.includes("node_modules"))
    .map((path) => join(MODULES, library, path));

test("of the libraries' modules only those that the build mends import Vue as a whole, which would bring all of it with the first load", () => {
  const whole = LIBRARIES.flatMap(modulesOf).filter((path) => /import \* as \w+ from ["']vue["']/.test(readFileSync(path, "utf8")));
  expect(whole.filter((path) => !MODULE.test(path))).toEqual([]);
  expect(whole).not.toEqual([]);
});
