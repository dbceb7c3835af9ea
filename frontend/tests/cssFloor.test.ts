// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { style } from "../embed/style";
// @ts-expect-error A script of the build, without types.
import { floor, newerThanFloor } from "../scripts/css-floor.mjs";

test.each([
  ["a { field-sizing: content }", ["field-sizing"]],
  ["a { inline-size: stretch }", ["inline-size: stretch"]],
  ["a { background: color-mix(in oklab, red, blue) }", ["background: color-mix()"]],
  ["a { inline-size: 10cqw }", ["inline-size: cqw"]],
  ["@container (width > 1px) { a { color: red } }", ["@container"]],
  ["details:open, a:is(:hover, :nth-child(1 of b)) { color: red }", [":open"]],
  ["a { color: red; b { color: red } }", ["nesting"]],
  ["@keyframes in { from { view-transition-name: a } }", ["view-transition-name"]],
])("what is newer than the floor is found: %s", (css, found) => expect(newerThanFloor(css)).toEqual(found));

test.each([
  "a { min-block-size: 100dvh; inset: 0; color: oklch(50% 0.1 var(--hue) / 0.5); translate: 4px; transform: translateY(-50%) rotate(2turn) }",
  "a:has(> b):focus-visible::before, a::-webkit-scrollbar { content: 'field-sizing: 10cqw()'; background: #1a2cqw url(data:image/svg+xml;a:open) }",
  "@layer tokens { a { user-select: none; -webkit-user-select: none; --x-2cqwa: 1px } }",
  "@supports (field-sizing: content) { a { field-sizing: content } }",
  "a { inline-size: 100px; inline-size: 10cqw }",
])("what older browsers know, are asked or have a fallback for is let be: %s", (css) => expect(newerThanFloor(css)).toEqual([]));

test("a fallback does not help where a variable is in it: browsers look into those too late", () =>
  expect(newerThanFloor("a { color: red; color: color-mix(in oklab, var(--a), blue) }")).toEqual(["color: color-mix()"]));

test("the styles of the drawer's button, which are built into a script, are understood too", () => expect(newerThanFloor(style)).toEqual([]));

test("the floor is the one that the build is made for", () => {
  const config = readFileSync(join(import.meta.dirname, "..", "vite.config.ts"), "utf8");
  expect(JSON.parse(/cssTarget: (\[.*?\])/u.exec(config)![1]!)).toEqual([`chrome${floor.floor.chrome}`, `safari${floor.floor.safari}`, `ios${floor.floor.safari}`]);
});
