// @vitest-environment node
import { expect, test } from "vitest";

import { UnderWay } from "./UnderWay";

interface Row {
  id: number;
  words: string;
}
const rows = (...words: string[]): Row[] => words.map((word, index) => ({ id: index + 1, words: word }));
const says = (words: string) => (row: Row) => ({ ...row, words });

/** An answer that comes when it is let go. */
function later<T>(): [Promise<T>, (value: T) => void, (reason: Error) => void] {
  let [come, fail] = [(_: T) => {}, (_: Error) => {}];
  return [new Promise<T>((resolve, reject) => ([come, fail] = [resolve, reject])), (value) => come(value), (reason) => fail(reason)];
}

test("what is told while an answer is under way stands in it, in the order in which it was told", async () => {
  const underWay = new UnderWay<Row>((row) => row.id);
  const [answer, come] = later<Row[]>();
  underWay.tell(1, says("before"));
  const found = underWay.upToDate(answer);
  underWay.tell(1, says("first"));
  underWay.tell(1, says("then"));
  come(rows("old", "other"));
  expect(await found).toEqual(rows("then", "other"));
});

test("a row that is gone meanwhile is not brought back, whatever else is told of it", async () => {
  const underWay = new UnderWay<Row>((row) => row.id);
  const [answer, come] = later<Row[]>();
  const found = underWay.upToDate(answer);
  underWay.tell(2, () => null);
  underWay.tell(2, says("again"));
  come(rows("one", "two"));
  expect(await found).toEqual(rows("one"));
});

test("each answer gets what was told since it was asked for, also after another one failed", async () => {
  const underWay = new UnderWay<Row>((row) => row.id);
  const [first, , fail] = later<Row[]>();
  const [second, come] = later<Row[]>();
  const lost = underWay.upToDate(first);
  underWay.tell(1, says("early"));
  const found = underWay.upToDate(second);
  fail(new Error("network"));
  await expect(lost).rejects.toThrow("network");
  come(rows("as it is"));
  expect(await found).toEqual(rows("as it is"));
});
