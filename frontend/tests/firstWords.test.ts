// @vitest-environment node
import { expect, test } from "vitest";

import en from "@/locales/en.json";

import { firstKeys } from "../vite/firstWords";

const keys = Object.keys(en);

test("a key that a source names comes first, with the family of one that is put together", () => {
  const sources = ['t("stream.send"); label: \'nav.rooms\'', "t(`role.${role}`); t(`command.${id}.name`); t(`gauge.${state}`)"];
  const first = firstKeys(keys, sources);
  expect([first.has("stream.send"), first.has("nav.rooms"), first.has("stream.pinned")]).toEqual([true, true, false]);
  expect(keys.filter((key) => key.startsWith("role.") && !first.has(key))).toEqual([]);
  expect([first.has("command.date.name"), first.has("command.date.about")]).toEqual([true, false]);
  expect([first.has("gauge.calm"), [...first].some((key) => key.startsWith("gauge.why."))]).toEqual([true, false]);
});

test("why something was refused comes first: the code of an error has several parts", () => {
  expect([...firstKeys(keys, ["const key = `error.${error.code}`;"])]).toEqual(keys.filter((key) => key.startsWith("error.")));
});

test("the first page says what its parts say, and not what opens from it", () => {
  const first = firstKeys(keys);
  for (const key of ["stream.send", "stream.placeholder", "nav.rooms", "connection.offline", "error.unknown"]) expect(first).toContain(key);
  for (const key of ["search.title", "digest.daily", "capsule.kind.answer"]) expect(first).not.toContain(key);
  expect(first.size).toBeLessThan(keys.length * 0.6);
});
