// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { LOCALES } from "@/languages";

interface Icon {
  src: string;
  sizes: string;
  type: string;
  purpose: string;
}
interface Manifest {
  id: string;
  name: string;
  lang: string;
  scope: string;
  start_url: string;
  display: string;
  icons: Icon[];
}

const ROOT = join(import.meta.dirname, "..");
const PUBLIC = join(ROOT, "public");
const index = readFileSync(join(ROOT, "index.html"), "utf8");
const manifestOf = (locale: string) => JSON.parse(readFileSync(join(PUBLIC, "manifest", `${locale}.webmanifest`), "utf8")) as Manifest;

/** As a PNG says it of itself. */
function sizeOf(path: string): string {
  const bytes = readFileSync(join(PUBLIC, path));
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test("there is a manifest for each language, and for no other", () => {
  expect(readdirSync(join(PUBLIC, "manifest")).sort()).toEqual(LOCALES.map((locale) => `${locale}.webmanifest`).sort());
});

describe.each([...LOCALES])("the manifest in %s", (locale) => {
  const manifest = manifestOf(locale);

  test("names icons that are there, as large as it says", () => {
    expect(manifest.icons.map(({ src }) => sizeOf(src))).toEqual(manifest.icons.map(({ sizes }) => sizes));
    expect(manifest.icons.every(({ type }) => type === "image/png")).toBe(true);
  });

  test("has what browsers ask for before they install: a large and a small icon, one to be cut round, a window of its own", () => {
    const sizes = (purpose: string) => manifest.icons.filter((icon) => icon.purpose === purpose).map((icon) => icon.sizes);
    expect([sizes("any"), sizes("maskable")]).toEqual([["192x192", "512x512"], ["192x192", "512x512"]]);
    expect([manifest.display, manifest.scope, manifest.start_url.startsWith("/")]).toEqual(["standalone", "/", true]);
  });

  test("is the same app in every language", () => expect([manifest.id, manifest.lang, manifest.name]).toEqual(["/", locale, "Oxbow"]));
});

test("the page names an icon and a touch icon that are there", () => {
  const named = [...index.matchAll(/<link rel="(?:icon|apple-touch-icon)" href="([^"]+)"/gu)].map((hit) => hit[1] ?? "");
  expect(named).toHaveLength(2);
  expect(named.filter((path) => !existsSync(join(PUBLIC, path)))).toEqual([]);
});

test("the page names no manifest before its language is known: a browser would keep the wrong one", () => {
  expect(index.match(/<link rel="manifest"[^>]*>/gu)).toEqual(['<link rel="manifest" />']);
});

test("what a note shows on the lock screen is there", () => {
  const notes = readFileSync(join(ROOT, "src", "worker", "notes.ts"), "utf8");
  const named = [...notes.matchAll(/"(\/icons\/[^"]+)"/gu)].map((hit) => hit[1] ?? "");
  expect(named.map((path) => [path, sizeOf(path)])).toEqual([["/icons/any-192.png", "192x192"], ["/icons/badge-96.png", "96x96"]]);
});
