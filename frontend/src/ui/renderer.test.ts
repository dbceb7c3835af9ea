import { beforeEach, expect, test, vi } from "vitest";

import { makeReady, needRenderer, rendered, renderer } from "./renderer";

let made: string[];
const nobody: string[] = [];
const BOLD = "**boat**";

beforeEach(async () => {
  vi.unstubAllGlobals();
  await needRenderer();
  const { renderMarkdown } = await import("./markdown");
  made = [];
  renderer.value = { renderMarkdown: (source, names, places) => (made.push(source), renderMarkdown(source, names, places)) };
});

test("a text that comes back into sight is not made again", () => {
  const first = rendered(`once ${BOLD}`, nobody, []);
  expect(first).toContain("<strong>boat</strong>");
  expect(rendered(`once ${BOLD}`, ["Ada"], [])).toBe(first);
  expect(made).toEqual([`once ${BOLD}`]);
});

test("a name that becomes known is marked where it stands, and a room that gets a name is linked", () => {
  expect(rendered(`@Ada ${BOLD}`, nobody, [])).not.toContain("name");
  expect(rendered(`@Ada ${BOLD}`, ["Ada"], [])).toContain('class="name"');
  expect(rendered(`#tea ${BOLD}`, nobody, [])).not.toContain("place");
  expect(rendered(`#tea ${BOLD}`, nobody, [{ name: "tea", href: "/c/lake/r/1" }])).toContain('href="/c/lake/r/1"');
});

test("no more is kept than a few screens full", () => {
  for (let at = 0; at <= 300; at += 1) rendered(`${at} ${BOLD}`, nobody, []);
  made = [];
  rendered(`300 ${BOLD}`, nobody, []);
  rendered(`0 ${BOLD}`, nobody, []);
  expect(made).toEqual([`0 ${BOLD}`]);
});

test("what is not in sight yet is made ready while the browser is idle, a little at a time, and plain words not at all", async () => {
  const idle: IdleRequestCallback[] = [];
  let time = 2;
  vi.stubGlobal("requestIdleCallback", (act: IdleRequestCallback) => idle.push(act));
  const rest = { didTimeout: false, timeRemaining: () => ((time -= 1) > 0 ? 50 : 0) };
  makeReady(["a *b*", "plain", "c *d*", "e *f*"], nobody, []);
  await vi.waitFor(() => expect(idle).toHaveLength(1));
  idle.shift()!(rest);
  expect(made).toEqual(["e *f*"]);
  time = 9;
  idle.shift()!(rest);
  expect([made, idle]).toEqual([["e *f*", "c *d*", "a *b*"], []]);
});

test("what is called off is not made", async () => {
  const idle: IdleRequestCallback[] = [];
  vi.stubGlobal("requestIdleCallback", (act: IdleRequestCallback) => idle.push(act));
  const callOff = makeReady(["g *h*"], nobody, []);
  await vi.waitFor(() => expect(idle).toHaveLength(1));
  callOff();
  idle.shift()!({ didTimeout: false, timeRemaining: () => 50 });
  expect(made).toEqual([]);
});
