import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const src = join(import.meta.dirname, "..", "src");
const page = join(src, "pages", "design");
const parts = readdirSync(join(src, "ui")).filter((file) => file.endsWith(".vue")).map((file) => file.replace(".vue", ""));
const specimens = readdirSync(page)
  .map((file) => readFileSync(join(page, file), "utf8"))
  .flatMap((text) => [...text.matchAll(/<Specimen\b[^>]*?\bname="([^"]+)"/gu)].map((hit) => hit[1] ?? ""));
const named = new Set(specimens.flatMap((name) => name.match(/\w+/gu) ?? []));

test("/design shows every part of ui/: one that is nowhere to be looked at is built a second time", () => {
  expect(parts.length).toBeGreaterThan(30);
  expect(parts.filter((part) => !named.has(part))).toEqual([]);
});

test("/design shows what is on its way and how a room is doing, in every state", () => {
  expect(["PendingRow", "TrayCard", "VoicePlayer", "GaugePanel", "MessageRow", "FoldCard", "ThreadRow", "CatchUpCard"].filter((part) => !named.has(part))).toEqual([]);
});
