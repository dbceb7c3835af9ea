import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { watchKeyboard } from "./keyboardInset";

class View extends EventTarget {
  height = 844;
  offsetTop = 0;
  scale = 1;
}
let view: View;
const inset = () => document.documentElement.style.getPropertyValue("--keyboard");
const opens = (height: number) => {
  view.height = height;
  view.dispatchEvent(new Event("resize"));
};

beforeEach(() => {
  view = new View();
  vi.stubGlobal("visualViewport", view);
  vi.stubGlobal("innerHeight", 844);
  vi.stubGlobal("scrollTo", vi.fn());
});
afterEach(() => {
  document.documentElement.style.removeProperty("--keyboard");
  vi.unstubAllGlobals();
});

test("the page is as much shorter as the keyboard covers, and whole again when it goes", () => {
  watchKeyboard();
  opens(500);
  expect([inset(), vi.mocked(scrollTo).mock.calls]).toEqual(["344px", [[0, 0]]]);
  opens(844);
  expect([inset(), vi.mocked(scrollTo).mock.calls.length]).toEqual(["0px", 1]);
});

test("a browser that does not tell what it shows is left alone", () => {
  vi.stubGlobal("visualViewport", null);
  watchKeyboard();
  opens(500);
  expect(inset()).toBe("");
});

test("the frame of the pages ends above the keyboard: the composer stands at its foot", () => {
  const layout = readFileSync(join(import.meta.dirname, "../layouts/CommunityLayout.vue"), "utf8");
  expect(layout).toContain("block-size: calc(100dvh - var(--keyboard))");
});
