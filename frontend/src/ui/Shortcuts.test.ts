import { beforeEach, expect, test, vi } from "vitest";

import { type Shortcut, Shortcuts } from "./Shortcuts";

const run = vi.fn();
let covered = false;
let shortcuts: Shortcuts;
const key = (keys: string, more: Partial<Shortcut> = {}): Shortcut => ({ keys, label: "keys.x", group: "places", run: () => run(keys), ...more });

function press(name: string, more: KeyboardEventInit = {}, on: Element = document.body): boolean {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, "target", { value: on });
  return shortcuts.press(event);
}

beforeEach(() => {
  run.mockClear();
  covered = false;
  document.body.innerHTML = "";
  shortcuts = new Shortcuts(() => covered);
});

function within(html: string): Element {
  document.body.innerHTML = html;
  return document.body.querySelector("[data-here]")!;
}

test("letters belong to whoever writes; a modifier is meant anyway", () => {
  shortcuts.add(key("j"), key("mod+k"));
  const field = within("<textarea data-here></textarea>");
  expect(press("j", {}, field)).toBe(false);
  expect(press("k", { ctrlKey: true }, field)).toBe(true);
  expect(run.mock.calls).toEqual([["mod+k"]]);
});

test("a word that an input method is still composing triggers nothing", () => {
  shortcuts.add(key("j"));
  expect(press("j", { isComposing: true })).toBe(false);
});

test("under a dialog or a menu no letter acts on what lies behind", () => {
  shortcuts.add(key("j"));
  covered = true;
  expect(press("j")).toBe(false);
});

test("Ctrl+J is not J, and neither is Alt+J", () => {
  shortcuts.add(key("j"));
  expect(press("j", { ctrlKey: true })).toBe(false);
  expect(press("j", { altKey: true })).toBe(false);
});

test("one key after another leads to a place, and the second alone still does its own", () => {
  shortcuts.add(key("g b"), key("b"));
  press("g");
  press("b");
  press("b");
  expect(run.mock.calls).toEqual([["g b"], ["b"]]);
});

test("a first key that nothing follows is forgotten", () => {
  shortcuts.add(key("g b"), key("j"));
  press("g");
  press("j");
  press("b");
  expect(run.mock.calls).toEqual([["j"]]);
});

test("the newest part of the page gets the key, until it goes", () => {
  const stream = vi.fn();
  const cards = vi.fn();
  shortcuts.add(key("j", { run: stream }));
  const remove = shortcuts.add(key("j", { run: cards }));
  press("j");
  remove();
  press("j");
  expect([stream.mock.calls.length, cards.mock.calls.length]).toEqual([1, 1]);
});

test("the part that holds the focus goes before the newest", () => {
  const stream = vi.fn();
  const focused = within('<section><article data-here tabindex="0"></article></section><aside></aside>');
  shortcuts.add(key("j", { run: stream, within: () => document.querySelector("section") }));
  shortcuts.add(key("j", { within: () => document.querySelector("aside") }));
  press("j", {}, focused);
  expect(stream).toHaveBeenCalledOnce();
  expect(run).not.toHaveBeenCalled();
});

test("who cannot act now leaves the key to the one before", () => {
  shortcuts.add(key("p"));
  shortcuts.add(key("p", { run: vi.fn(), when: () => false }));
  press("p");
  expect(run).toHaveBeenCalledOnce();
});

test("Enter on a button is the button's own", () => {
  shortcuts.add(key("Enter"));
  expect(press("Enter", {}, within("<button data-here></button>"))).toBe(false);
});

test("the help shows each key once", () => {
  shortcuts.add(key("j"), key("k"), key("j"));
  expect(shortcuts.list.map((one) => one.keys)).toEqual(["j", "k"]);
});

test("a key with Shift beside the modifier is another key, and a field's own key goes before the page's", () => {
  const field = within("<textarea data-here></textarea>");
  shortcuts.add(key("mod+x"), key("mod+shift+x"), key("mod+k", { group: "writing", within: () => field, run: () => run("link") }), key("mod+k"));
  press("X", { ctrlKey: true, shiftKey: true }, field);
  press("k", { ctrlKey: true }, field);
  expect(run.mock.calls).toEqual([["mod+shift+x"], ["link"]]);
  expect(shortcuts.list.filter((one) => one.keys === "mod+k")).toHaveLength(2);
});
