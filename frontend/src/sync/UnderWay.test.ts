// @vitest-environment node
import { expect, test } from "vitest";

import { UnderWay } from "./UnderWay";

interface Row {
  id: number;
  words: string;
}
const rows = (...words: string[]): Row[] => words.map((word, index) => ({ id: index + 1, words: word }));
const says = (words: string) => (row: Row) => ({ ...row, words });

/** An answer that comes, or fails, when it is let go. */
function later() {
  let come!: (found: Row[]) => void;
  let fail!: (reason: Error) => void;
  const answer = new Promise<Row[]>((resolve, reject) => ([come, fail] = [resolve, reject]));
  return { answer, come, fail };
}

test("what is told while an answer is under way stands in it, in the order in which it was told", async () => {
  const underWay = new UnderWay<Row>((row) => row.id);
  const { answer, come } = later();
  underWay.tell(1, says("before"));
  const found = underWay.upToDate(answer);
  underWay.tell(1, says("first"));
  underWay.tell(1, says("then"));
  come(rows("old", "other"));
  expect(await found).toEqual(rows("then", "other"));
});

test("a row that is gone meanwhile is not brought back, whatever else is told of it", async () => {
  const underWay = new UnderWay<Row>((row) => row.id);
  const { answer, come } = later();
  const found = underWay.upToDate(answer);
  underWay.tell(2, () => null);
  underWay.tell(2, says("again"));
  come(rows("one", "two"));
  expect(await found).toEqual(rows("one"));
});

test("each answer gets what was told since it was asked for, also after another one failed", async () => {
  const underWay = new UnderWay<Row>((row) => row.id);
  const first = later();
  const second = later();
  const lost = underWay.upToDate(first.answer);
  underWay.tell(1, says("early"));
  const found = underWay.upToDate(second.answer);
  first.fail(new Error("network"));
  await expect(lost).rejects.toThrow("network");
  second.come(rows("as it is"));
  expect(await found).toEqual(rows("as it is"));
});
