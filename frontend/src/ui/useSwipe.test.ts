// @vitest-environment node
import { expect, test } from "vitest";

import { Swipe } from "./useSwipe";

function drag(...points: [number, number][]) {
  const swipe = new Swipe();
  swipe.down(200, 300);
  for (const [x, y] of points) swipe.move(x, y);
  return swipe;
}

test("a long way to either side counts", () => {
  expect(drag([185, 302], [90, 310]).up()).toBe("left");
  expect(drag([215, 302], [310, 330]).up()).toBe("right");
});

test("a short way springs back", () => {
  const swipe = drag([180, 300], [140, 300]);
  expect(swipe.offset).toBe(-60);
  expect(swipe.up()).toBeNull();
  expect(swipe.offset).toBe(0);
});

test("who scrolls does not swipe, however far the thumb wanders then", () => {
  const swipe = drag([203, 330], [60, 360]);
  expect(swipe.offset).toBe(0);
  expect(swipe.up()).toBeNull();
});

test("turning back before the release takes it back", () => {
  expect(drag([180, 300], [80, 300], [170, 300]).up()).toBeNull();
});
