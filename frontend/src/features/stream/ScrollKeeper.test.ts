// @vitest-environment node
import { expect, test } from "vitest";

import { ScrollKeeper } from "./ScrollKeeper";

const at = (scrollOffset: number, scrollSize = 2000) => ({ scrollOffset, scrollSize, viewportSize: 600 });

test("who stands near the end is kept there, who scrolls up is let go", () => {
  const keeper = new ScrollKeeper();
  keeper.scrolled(at(1400));
  keeper.scrolled(at(1400, 2300));
  expect(keeper.pulls).toBe(true);
  keeper.scrolled(at(1200, 2300));
  expect(keeper.pulls).toBe(false);
  keeper.scrolled(at(1650, 2300));
  expect(keeper.pulls).toBe(true);
});

test("nothing is pulled while rows are chosen, and what is said meanwhile waits below", () => {
  const keeper = new ScrollKeeper();
  keeper.scrolled(at(1400));
  keeper.still = true;
  expect(keeper.pulls).toBe(false);
  keeper.scrolled(at(1400, 2300));
  keeper.still = false;
  expect(keeper.pulls).toBe(false);
});

test("who chose at the end and heard little more is at the end again", () => {
  const keeper = new ScrollKeeper();
  keeper.still = true;
  keeper.scrolled(at(1400, 2050));
  keeper.still = false;
  expect(keeper.pulls).toBe(true);
});
