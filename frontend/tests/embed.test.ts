import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, expect, it, vi } from "vitest";

import { Drawer } from "../embed/drawer";
import type { Options } from "../embed/types";
import { wordsFor } from "../embed/words";

const BASE = "https://community.example";
const answered: { unread: number | null; load: string | null } = { unread: 3, load: "busy" };
let drawer: Drawer;

function show(options: Partial<Options> = {}) {
  vi.stubGlobal("fetch", vi.fn(async () => ({ ok: true, json: async () => answered, text: async () => " signed " })));
  drawer = new Drawer(BASE, { community: "lake", lang: "en", ...options }).start();
  const root = document.body.lastElementChild!.shadowRoot!;
  return { root, button: root.querySelector<HTMLButtonElement>(".open")!, frame: () => root.querySelector("iframe") };
}

const say = (data: object, origin = BASE, source: unknown = null) =>
  window.dispatchEvent(Object.assign(new Event("message"), { data: { oxbow: 1, ...data }, origin, source }));

const { settings } = (window as unknown as { happyDOM: { settings: Record<string, boolean> } }).happyDOM;
Object.assign(settings, { disableIframePageLoading: true, handleDisabledFileLoadingAsSuccess: true });

afterEach(() => {
  drawer.remove();
  vi.unstubAllGlobals();
});

it("says what is new before anything is opened, and asks with the page's token", async () => {
  const { button } = show({ tokenUrl: "/token", room: 5 });
  await vi.waitFor(() => expect(button.getAttribute("aria-label")).toBe("Open the conversation, 3 unread messages, busy"));
  const [path, request] = vi.mocked(fetch).mock.calls[1]!;
  expect(path).toBe(`${BASE}/api/v1/communities/lake/embed/state/`);
  expect(JSON.parse(String(request?.body))).toEqual({ token: "signed", room: 5 });
  expect(request?.credentials).toBe("omit");
});

it.each([
  [{ room: 5 }, "/embed/c/lake/r/5"],
  [{ view: "board" as const }, "/embed/c/lake/t"],
  [{}, "/embed/c/lake"],
  [{ community: "a/b?c" }, "/embed/c/a%2Fb%3Fc"],
])("opens the frame where it was asked to: %o", (options, path) => {
  const { button, frame } = show(options);
  expect(frame()).toBeNull();
  button.click();
  expect(frame()?.getAttribute("src")).toBe(BASE + path);
  expect(drawer.isOpen).toBe(true);
});

it("hears its own frame only", () => {
  const { button, frame } = show();
  const heard: unknown[] = [];
  drawer.on("unread", (event) => heard.push(event.unread));
  button.click();
  say({ on: "unread", unread: 1, mentions: 0 }, BASE, {});
  say({ on: "unread", unread: 2, mentions: 0 }, "https://elsewhere.example", frame()?.contentWindow);
  say({ on: "unread", unread: 4, mentions: 0 }, BASE, frame()?.contentWindow);
  expect(heard).toEqual([4]);
  expect(button.getAttribute("aria-label")).toContain("4 unread messages");
});

it("shows how full its own room is, and no other", () => {
  const { button, frame } = show({ room: 5 });
  button.click();
  say({ on: "load", room: 6, load: "overloaded" }, BASE, frame()?.contentWindow);
  expect(button.getAttribute("aria-label")).not.toContain("overloaded");
  say({ on: "load", room: 5, load: "overloaded" }, BASE, frame()?.contentWindow);
  expect(button.getAttribute("aria-label")).toContain("overloaded");
});

it("closes with Escape, gives the focus back, and opens the same frame again", () => {
  const { root, button, frame } = show();
  button.click();
  const first = frame();
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect([drawer.isOpen, root.activeElement]).toEqual([false, button]);
  drawer.open();
  expect(frame()).toBe(first);
});

it("closes when its frame is left by Escape, and by no other frame", () => {
  const { root, button, frame } = show();
  button.click();
  say({ on: "leave" }, BASE, {});
  expect(drawer.isOpen).toBe(true);
  say({ on: "leave" }, BASE, frame()?.contentWindow);
  expect([drawer.isOpen, root.activeElement]).toEqual([false, button]);
});

it("makes nothing out of text", () => {
  const { root } = show({ label: "<img src=x onerror=alert(1)>" });
  expect(root.querySelector("img")).toBeNull();
});

it("speaks the page's language", () => {
  expect([wordsFor("zh-CN").close, wordsFor("zh-TW").close, wordsFor("zh-Hant").close, wordsFor("de").close]).toEqual(["关闭", "關閉", "關閉", "Close"]);
});

const read = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");
const named = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].sort();

it("does what the document says: the same attributes, the same events", () => {
  const document = read("../docs/embed.md");
  const kebab = (name: string) => name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
  expect(named(document, /`data-([a-z-]+)`/gu)).toEqual(named(read("embed/main.ts"), /said\.(\w+)/gu).map(kebab).sort());
  const events = read("embed/types.ts").split("HostEvent =")[1]!.split(";\n\n")[0]!;
  expect(named(document.split("| event | says |")[1]!, /^\| `(\w+)` \|/gmu)).toEqual(named(events, /on: "(\w+)"/gu));
});
