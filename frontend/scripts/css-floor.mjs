/** Finds what styles say that the oldest supported browsers do not understand. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const postcss = createRequire(import.meta.resolve("vite"))("postcss"); // which Vite brings

export const floor = JSON.parse(readFileSync(new URL("css-floor.json", import.meta.url), "utf8"));
const [atRules, properties, pseudos, functions, units] = ["atRules", "properties", "pseudos", "functions", "units"].map((name) => new Set(floor[name].map((one) => one.toLowerCase())));

/** Newer, and used all the same: what an older browser does without them. */
export const GRACEFUL = {
  ":highlight": "what was searched for is not marked in the words",
  "overflow-anchor": "it has no anchoring that would have to be turned off",
  "overscroll-behavior": "at the end of a list the page scrolls on",
  "scrollbar-width": "a bar is shown while a row of tabs scrolls",
  "text-wrap": "lines of a title are of unequal length",
};

const isPrefixed = (name) => name.startsWith("-");
const hits = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name.toLowerCase());
/** Without what only looks like a part of the language. */
const bare = (text) => text.replace(/url\([^)]*\)|"[^"]*"|'[^']*'|\[[^\]]*\]|\\./gu, " ");

function ofSelector(selector) {
  return hits(bare(selector), /::?(-?[a-z][\w-]*)/giu).filter((name) => !isPrefixed(name) && !pseudos.has(name)).map((name) => `:${name}`);
}

function ofValue(prop, text) {
  const value = bare(text);
  return [
    ...hits(value, /(?<![\w-])([a-z][\w-]*)\(/giu).filter((name) => !functions.has(name)).map((name) => `${name}()`),
    ...hits(value, /(?<![\w#.-])[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?([a-z]+)/giu).filter((name) => !units.has(name)),
    ...hits(value, /(?<![\w-])([a-z][\w-]*)(?![\w(-])/giu).filter((name) => floor.newerValues[prop]?.includes(name)),
  ].map((name) => `${prop}: ${name}`);
}

function ofDeclaration(node) {
  const name = node.prop.toLowerCase();
  const others = node.parent.nodes.filter((one) => one !== node);
  if (isPrefixed(name) && !name.startsWith("--")) return [];
  if (others.some((one) => one.prop === `-webkit-${name}`)) return [];
  if (!name.startsWith("--") && !properties.has(name)) return [name];
  const before = node.parent.nodes.slice(0, node.parent.index(node));
  // What holds a variable is looked into too late for what was said before to count.
  return !node.value.includes("var(") && before.some((one) => one.prop === node.prop) ? [] : ofValue(name, node.value);
}

const OF = {
  decl: ofDeclaration,
  rule: (node) => [...(node.parent.type === "rule" ? ["nesting"] : []), ...ofSelector(node.selector), ...ofNodes(node)],
  atrule: (node) => [...(isPrefixed(node.name) || atRules.has(node.name) ? [] : [`@${node.name}`]), ...(node.name === "supports" ? [] : ofNodes(node))],
};
const ofNodes = (node) => (node.nodes ?? []).flatMap((one) => OF[one.type]?.(one) ?? []);

/** Names of what is newer than the floor, each once: `@container`, `:open`, `field-sizing`, `width: stretch`. */
export const newerThanFloor = (css) => [...new Set(ofNodes(postcss.parse(css)))].sort();
