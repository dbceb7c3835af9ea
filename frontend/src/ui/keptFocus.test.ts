import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { keepFocus } from "./keptFocus";

let end = () => {};
const get = (selector: string) => document.querySelector<HTMLElement>(selector)!;

/** Changes are told at the end of the turn; the focus waits a moment longer. */
async function after(change: () => void): Promise<string> {
  change();
  await vi.advanceTimersByTimeAsync(100);
  return document.activeElement?.id ?? "";
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  document.body.innerHTML = '<main><h1 id="page">Page</h1><section id="part"><h2 id="head">Part</h2><p id="place"><button id="open">Open</button></p></section></main>';
  end = keepFocus();
  get("#open").focus();
});

afterEach(() => {
  end();
  document.body.innerHTML = "";
  vi.useRealTimers();
});

function replace(words: string): void {
  const made = document.createRange().createContextualFragment(words);
  get("#place").replaceChildren(made);
}

test("what comes in the place of what had the focus gets it", async () => {
  expect(await after(() => replace('<label>Name <input id="name"></label>'))).toBe(matchMedia("(pointer: fine)").matches ? "name" : "head");
  get("#place").replaceChildren();
});

test("where only words come, the heading of the part has it", async () => {
  expect(await after(() => replace("<p>Done</p>"))).toBe("head");
  expect(get("#head").tabIndex).toBe(-1);
});

test("where the part goes as well, it is the heading of the page", async () => {
  expect(await after(() => get("#part").remove())).toBe("page");
});

test("of a page that comes it is the heading, before what can be done there", async () => {
  expect(await after(() => replace('<div><button>Back</button><h1 id="next">Next</h1></div>'))).toBe("next");
});

test("what closes over the page gives the focus back to what opened it", async () => {
  document.body.append(document.createRange().createContextualFragment('<div id="over" role="dialog"><button id="inner">In</button></div>'));
  get("#inner").focus();
  expect(await after(() => get("#over").remove())).toBe("open");
});

test("or to the part of what opened it, where that is gone", async () => {
  document.body.append(document.createRange().createContextualFragment('<div id="over" role="dialog"><button id="inner">In</button></div>'));
  get("#inner").focus();
  get("#open").remove();
  expect(await after(() => get("#over").remove())).toBe("head");
});

test("who takes the focus on purpose keeps it", async () => {
  const taken = after(() => {
    replace('<button id="other">Other</button><button id="chosen">Chosen</button>');
    get("#chosen").focus();
  });
  expect(await taken).toBe("chosen");
});

test("whoever has no focus gets none", async () => {
  get("#open").blur();
  expect(await after(() => get("#place").append("more"))).toBe("");
});
