// @vitest-environment node
import { expect, test } from "vitest";

import { covered } from "./keyboardInset";

test("what the keyboard covers is what the page has and the view has not", () => {
  expect(covered({ height: 500, offsetTop: 0, scale: 1 }, 844)).toBe(344);
  expect(covered({ height: 844, offsetTop: 0, scale: 1 }, 844)).toBe(0);
});

test("a page that was made smaller is covered by nothing, and a zoomed one has no keyboard", () => {
  expect(covered({ height: 500, offsetTop: 0, scale: 1 }, 500)).toBe(0);
  expect(covered({ height: 400, offsetTop: 100, scale: 2 }, 844)).toBe(0);
});
