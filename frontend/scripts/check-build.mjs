/**
 * Checks the built web app: what a phone loads first stays light, and scripts and styles are of the language that the
 * oldest supported browsers speak. Prints the weights as JSON.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { parse } from "acorn";

import { floor, GRACEFUL, newerThanFloor } from "./css-floor.mjs";

const DIST = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../dist");
const FIRST_LOAD = 170_000; // bytes of script and style, gzipped
const EMBED = 15_000; // bytes of the script that host pages load, gzipped
const LANGUAGE = 2020; // of Chrome 87 and Safari 14: ECMAScript 2020
const LANGUAGES = ["en", "zh-Hans", "zh-Hant"].map((name) => `src/locales/${name}.json?first`);

const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8"));
/** What is on the screen when a phone opens a room; a language comes with it, the heaviest counts. */
const PHONE_PAGE = ["index.html", ...Object.keys(manifest).filter((part) => ["start", "room"].includes(manifest[part].name))];
const weight = (file) => gzipSync(readFileSync(join(DIST, file))).length;
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/** The files that come with a part of the app, and with what it imports at once. */
function filesOf(part, seen = new Set()) {
  if (seen.has(part)) return [];
  seen.add(part);
  const chunk = manifest[part];
  if (!chunk) throw new Error(`The build has no ${part}.`);
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((one) => filesOf(one, seen))];
}

const weights = [...new Set(PHONE_PAGE.flatMap((part) => filesOf(part)))].map((file) => [file, weight(file)]);
const words = Math.max(...LANGUAGES.map((part) => weight(manifest[part].file)));
const first = sum(weights.map(([, bytes]) => bytes)) + words;

const built = readdirSync(DIST, { recursive: true });
const scripts = built.filter((file) => file.endsWith(".js"));
const tooNew = scripts.flatMap((file) => {
  try {
    parse(readFileSync(join(DIST, file), "utf8"), { ecmaVersion: LANGUAGE, sourceType: "module" });
    return [];
  } catch (error) {
    return [`${file}: ${error.message}`];
  }
});

const newer = built.filter((file) => file.endsWith(".css")).flatMap((file) => newerThanFloor(readFileSync(join(DIST, file), "utf8")).map((name) => [name, file]));
const refused = newer.filter(([name]) => !(name in GRACEFUL)).map(([name, file]) => `${file}: ${name}`);
const idle = Object.keys(GRACEFUL).filter((name) => !newer.some(([one]) => one === name));

const embed = weight("embed.js");
const kb = (bytes) => Math.round(bytes / 100) / 10;
console.log(JSON.stringify({ first_load_kb: kb(first), embed_kb: kb(embed), scripts: scripts.length, largest: weights.sort((a, b) => b[1] - a[1]).slice(0, 8).map(([file, bytes]) => `${file} ${kb(bytes)}`) }));
if (tooNew.length) console.error(`Not ECMAScript ${LANGUAGE}:\n${tooNew.join("\n")}`);
if (refused.length) console.error(`Not understood by ${JSON.stringify(floor.floor)}: say it otherwise, ask by @supports, or say in css-floor.mjs what those do without it.\n${refused.join("\n")}`);
if (idle.length) console.error(`No style says ${idle.join(", ")}: take it out of css-floor.mjs.`);
if (first > FIRST_LOAD) console.error(`A phone loads ${kb(first)} kB at first, more than ${kb(FIRST_LOAD)}: import what it does not need at once where it is needed.`);
if (embed > EMBED) console.error(`embed.js has ${kb(embed)} kB, more than ${kb(EMBED)}.`);
process.exit(tooNew.length || refused.length || idle.length || first > FIRST_LOAD || embed > EMBED ? 1 : 0);
