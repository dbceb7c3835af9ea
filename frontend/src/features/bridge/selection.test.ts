// @vitest-environment node
import { expect, test } from "vitest";

import { message } from "@/sync/fixtures";

import { begin, suggestTitle, tap } from "./selection";

const rows = [1, 2, 3, 4, 5, 6].map((seq) =>
  message(seq, seq === 3 ? { fold: 9 } : seq === 4 ? { removed: "recalled" } : {}),
);
const row = (seq: number) => rows[seq - 1]!;
const seqs = (ids: ReadonlySet<number>) => rows.filter((one) => ids.has(one.id)).map((one) => one.seq);

test("a tap chooses a message and a second tap lets it go", () => {
  let selection = begin(row(1));
  selection = tap(selection, row(5), rows);
  expect(seqs(selection.ids)).toEqual([1, 5]);
  selection = tap(selection, row(1), rows);
  expect(seqs(selection.ids)).toEqual([5]);
});

test("words that are removed or already on the board cannot be chosen", () => {
  let selection = begin(row(1));
  for (const seq of [3, 4]) selection = tap(selection, row(seq), rows);
  expect(seqs(selection.ids)).toEqual([1]);
});

test("from here to here works in both directions and skips what cannot be chosen", () => {
  const down = tap({ ...begin(row(2)), ranging: true }, row(6), rows);
  expect(seqs(down.ids)).toEqual([2, 5, 6]);
  expect(down.ranging).toBe(false);
  const up = tap({ ...begin(row(6)), ranging: true }, row(1), rows);
  expect(seqs(up.ids)).toEqual([1, 2, 5, 6]);
});

test("a title is suggested from the first words that say something", () => {
  const titled = (body: string) => suggestTitle([message(1, { body: "ok" }), message(2, { body })]);
  expect(titled("@Ada, **where** shall we meet? I have no idea.")).toBe("where shall we meet?");
  expect(titled("@小明 周六去哪儿爬山？我都行。")).toBe("周六去哪儿爬山？");
  expect(titled("see https://example.org/x about the boats")).toBe("see about the boats");
  expect([...titled("长".repeat(80))]).toHaveLength(60);
});
