// @vitest-environment node
import { expect, test } from "vitest";

import { keyed, type PaneRange, pushed } from "./paneWidth";

const list: PaneRange = { least: 200, most: 400, side: "before" };
const drawer: PaneRange = { ...list, side: "after" };

test("the pane before the handle grows to the right, the one after it to the left", () => {
  expect(pushed(300, 40, list)).toBe(340);
  expect(pushed(300, 40, drawer)).toBe(260);
});

test("no push makes a pane too narrow to read or leaves nothing for its neighbour", () => {
  expect(pushed(300, 900, list)).toBe(400);
  expect(pushed(300, -900, list)).toBe(200);
});

test("arrows do the same by keyboard, Home and End go to the ends, other keys do nothing", () => {
  expect(["ArrowRight", "ArrowLeft", "Home", "End", "j"].map((key) => keyed(300, key, drawer))).toEqual([284, 316, 200, 400, null]);
});
