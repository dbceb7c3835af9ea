import { beforeEach, expect, test, vi } from "vitest";

import type { Offered, Option } from "./Completion";
import { Writer } from "./Writer";

let field: HTMLTextAreaElement;
let offered: Offered | null;
let writer: Writer;
const heard = vi.fn();
const run = vi.fn();
const options: Option[] = [
  { key: "1", name: "王小明", text: "@王小明 ", sign: { icon: "user" } },
  { key: "2", name: "Ada", text: "@Ada ", sign: { icon: "user" } },
];

beforeEach(() => {
  document.body.innerHTML = "<textarea></textarea>";
  field = document.querySelector("textarea")!;
  field.addEventListener("input", () => heard(field.value));
  heard.mockClear();
  run.mockClear();
  offered = null;
  const people = { trigger: "@" as const, patience: 0, find: async () => options };
  const commands = { trigger: "/" as const, patience: 0, find: async () => [{ key: "x", name: "x", text: "/x ", sign: { icon: "info" as const }, run }] };
  writer = new Writer(() => field, [people, commands], (now) => (offered = now));
});

async function type(text: string, caret = text.length): Promise<void> {
  field.value = text;
  field.setSelectionRange(caret, caret);
  writer.look();
  await vi.waitFor(() => expect(offered).not.toBeNull());
}

const press = (key: string, more: KeyboardEventInit = {}) => writer.key(new KeyboardEvent("keydown", { key, cancelable: true, ...more }));
const state = () => [field.value, field.selectionStart, field.selectionEnd];

test("the chosen name replaces what was typed, and whoever listens hears of it", async () => {
  await type("hi @wx there", 6);
  expect(press("Tab")).toBe(true);
  expect(state()).toEqual(["hi @王小明 there", 8, 8]);
  expect(heard).toHaveBeenCalledWith("hi @王小明 there");
});

test("the arrows choose, Escape sends the list away and is not heard twice", async () => {
  await type("@");
  press("ArrowDown");
  expect(offered?.active).toBe(1);
  expect([press("Escape"), press("Escape")]).toEqual([true, false]);
  expect([offered, field.value]).toEqual([null, "@"]);
});

test("without a list Enter and the arrows belong to the field", () => {
  field.value = "hello";
  expect(["Enter", "Tab", "ArrowUp", "Escape", "a", "*"].map((key) => press(key))).toEqual(Array(6).fill(false));
});

test("a command takes its own name out of the field before it acts", async () => {
  await type("/x");
  press("Enter");
  expect([field.value, run.mock.calls.length]).toEqual(["", 1]);
});

test("a star over chosen words marks them, one with Ctrl does not", () => {
  field.value = "some words";
  field.setSelectionRange(5, 10);
  expect(press("*", { ctrlKey: true })).toBe(false);
  expect(press("*")).toBe(true);
  expect(state()).toEqual(["some *words*", 6, 11]);
});

const pasted = (text: string) => Object.assign(new Event("paste", { cancelable: true }), { clipboardData: { getData: () => text } }) as unknown as ClipboardEvent;

test("an address that is pasted over words makes a link; over another address, or nothing, it is just pasted", () => {
  field.value = "see here";
  field.setSelectionRange(8, 8);
  expect(writer.paste(pasted("https://a.b"))).toBe(false);
  field.setSelectionRange(4, 8);
  expect(writer.paste(pasted("https://a.b"))).toBe(true);
  expect(field.value).toBe("see [here](https://a.b)");
  field.value = "https://old.example";
  field.select();
  expect(writer.paste(pasted("https://a.b"))).toBe(false);
});
