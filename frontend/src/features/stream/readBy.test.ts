import { expect, test } from "vitest";

import type { Message, Reading } from "@/api/shapes";

import { movedOn, readByOf } from "./readBy";

const said = (seq: number, author: number, removed = "") => ({ seq, author: { id: author }, removed }) as unknown as Message;
const reading = (id: number, read_seq: number) => ({ member: { id, name: `P${id}` }, read_seq }) as unknown as Reading;

test("who has read as far as the last own message stands under it", () => {
  const shown = readByOf([said(1, 7), said(2, 7), said(3, 8)], 7, [reading(8, 3), reading(9, 1), reading(10, 2)]);
  expect([shown?.seq, shown?.people.map(({ id }) => id)]).toEqual([2, [8, 10]]);
});

test("nothing is said where nobody has read it, or nothing stands there", () => {
  expect(readByOf([said(4, 7)], 7, [reading(8, 3)])).toBeNull();
  expect(readByOf([said(4, 8)], 7, [reading(8, 9)])).toBeNull();
  expect(readByOf([said(4, 7, "recalled")], 7, [reading(8, 9)])).toBeNull();
});

test("news of reading comes in any order, and nobody reads backwards", () => {
  const known = movedOn([reading(8, 5)], [reading(8, 3), reading(9, 1)]);
  expect(known.map(({ member, read_seq }) => [member.id, read_seq])).toEqual([[8, 5], [9, 1]]);
  expect(movedOn(known, [reading(9, 6)]).map(({ read_seq }) => read_seq)).toEqual([5, 6]);
});
