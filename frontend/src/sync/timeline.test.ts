// @vitest-environment node
import { expect, test } from "vitest";

import { fold, message } from "./fixtures";
import { weave } from "./timeline";

const keys = (...args: Parameters<typeof weave>) => weave(...args).map((item) => item.key);

test("the timeline shows a promoted conversation as one card where it began", () => {
  const rows = [message(1), message(2, { fold: 9 }), message(3), message(4, { fold: 9 }), message(5)];
  const items = weave(rows, [fold(9, 2)]);
  expect(items.map((item) => item.key)).toEqual(["m101", "f9", "m103", "m105"]);
  expect(items[1]).toMatchObject({ messages: [{ seq: 2 }, { seq: 4 }] });
});

test("the timeline shows the messages again after an undo", () => {
  const rows = [message(1), message(2), message(3)];
  expect(keys(rows, [fold(9, 2, { undone: true })])).toEqual(["m101", "m102", "m103"]);
});

test("the timeline keeps two conversations that were interleaved apart", () => {
  const rows = [message(1, { fold: 8 }), message(2, { fold: 9 }), message(3, { fold: 8 }), message(4)];
  expect(keys(rows, [fold(9, 2), fold(8, 1)])).toEqual(["f8", "f9", "m104"]);
});
