import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { useLongPress } from "./useLongPress";

const at = (type: string, x = 0, pointerType = "touch", pointerId = 1) => new PointerEvent(type, { pointerType, pointerId, clientX: x, bubbles: true });
const press = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  press.mockClear();
});
afterEach(() => vi.useRealTimers());

test("a finger that rests opens the menu, a finger that moves scrolls", () => {
  const long = useLongPress(press);
  long.pointerdown(at("pointerdown"));
  long.pointermove(at("pointermove", 30));
  vi.advanceTimersByTime(1000);
  expect(press).not.toHaveBeenCalled();
  long.pointerdown(at("pointerdown"));
  vi.advanceTimersByTime(500);
  expect(press).toHaveBeenCalledOnce();
});

test("a mouse that lies still while the page moves under it does not end the press", () => {
  const long = useLongPress(press);
  long.pointerdown(at("pointerdown"));
  long.pointermove(at("pointermove", 300, "mouse", 9));
  vi.advanceTimersByTime(500);
  expect(press).toHaveBeenCalledOnce();
});

test("a mouse never presses long", () => {
  useLongPress(press).pointerdown(at("pointerdown", 0, "mouse"));
  vi.advanceTimersByTime(1000);
  expect(press).not.toHaveBeenCalled();
});

test("the click of the release chooses nothing, the next one does", () => {
  const chosen = vi.fn();
  document.body.addEventListener("click", chosen);
  useLongPress(press).pointerdown(at("pointerdown"));
  vi.advanceTimersByTime(500);
  window.dispatchEvent(at("pointerup"));
  document.body.click();
  expect(chosen).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  document.body.click();
  expect(chosen).toHaveBeenCalledOnce();
});

test("a quick second touch is meant", () => {
  const chosen = vi.fn();
  document.body.addEventListener("click", chosen);
  useLongPress(press).pointerdown(at("pointerdown"));
  vi.advanceTimersByTime(500);
  window.dispatchEvent(at("pointerup"));
  window.dispatchEvent(at("pointerdown"));
  document.body.click();
  expect(chosen).toHaveBeenCalledOnce();
});
