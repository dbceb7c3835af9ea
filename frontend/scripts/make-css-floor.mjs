/**
 * Writes css-floor.json: what styles may say so that the oldest supported browsers understand it. Only to be run when
 * that floor moves, on the data of `npm pack @mdn/browser-compat-data`:
 *
 *     node scripts/make-css-floor.mjs package/data.json
 */
import { readFileSync, writeFileSync } from "node:fs";

const FLOOR = { chrome: 111, safari: 15.4 };
const PHONES = { chrome: ["chrome_android"], safari: ["safari_ios"] };
const { css, __meta } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const version = (text) => (typeof text === "string" && /^[≤\d]/u.test(text) ? Number.parseFloat(text.replace("≤", "")) : Infinity);
/** Unprefixed, not behind a flag, and not taken away again. */
const plain = ({ prefix, flags, alternative_name: other }) => !prefix && !flags && !other;
const within = (statement, floor) => plain(statement) && version(statement.version_added) <= floor && !(version(statement.version_removed) <= floor);
const knows = ({ support }, browser, floor) => [support[browser] ?? []].flat().some((one) => within(one, floor));
/** What a phone never does, such as a pointer's shape, is no matter of its age. */
const never = ({ support }, browser) => [support[browser] ?? []].flat().every((one) => one.version_added === false);
const isKnown = (compat) =>
  Object.entries(FLOOR).every(([browser, floor]) => knows(compat, browser, floor) && PHONES[browser].every((phone) => never(compat, phone) || knows(compat, phone, floor)));

const features = (node) => Object.entries(node).filter(([name]) => name !== "__compat");
const known = (node) => features(node).filter(([, one]) => !one.__compat || isKnown(one.__compat)).map(([name]) => name);
const deep = (node) => [...known(node), ...features(node).flatMap(([, one]) => deep(one))];
const sorted = (names) => [...new Set(names)].sort();
/** Names as they stand in a style; data has others for what has no name of its own, with an underline. */
const named = (names) => sorted(names.filter((name) => /^[a-z][\w-]*$/iu.test(name) && !name.includes("_")));

/** The data names these three families by what they do, and says nothing of what every browser always had. */
const FAMILIES = { viewport_percentage_units_dynamic: "d", viewport_percentage_units_large: "l", viewport_percentage_units_small: "s" };
const units = known(css.types.length).flatMap((name) => (FAMILIES[name] ? ["vb", "vh", "vi", "vmax", "vmin", "vw"].map((unit) => FAMILIES[name] + unit) : [name.toLowerCase()]));
const ALWAYS = ["cm", "deg", "dpi", "dppx", "fr", "grad", "in", "mm", "ms", "pc", "pt", "px", "rad", "s", "turn", "x"];

/** Words for alignment are older in a grid than elsewhere, which the data does not say of each. */
const newerValues = features(css.properties)
  .filter(([, property]) => !property.context_grid)
  .map(([name, property]) => [name, named(features(property).filter(([, one]) => one.__compat && !isKnown(one.__compat)).map(([value]) => value))])
  .filter(([, values]) => values.length);

const floor = {
  source: `@mdn/browser-compat-data ${__meta.version}`,
  floor: FLOOR,
  atRules: named(known(css["at-rules"])),
  properties: named(known(css.properties)),
  pseudos: named(known(css.selectors)),
  functions: named([css.types, ...Object.values(css.properties)].flatMap(deep)),
  units: named([...units, ...ALWAYS]),
  newerValues: Object.fromEntries(newerValues),
};
writeFileSync(new URL("css-floor.json", import.meta.url), `${JSON.stringify(floor)}\n`);
