import { beforeEach, expect, test, vi } from "vitest";

import { Pace } from "./Pace";

let now = 0;
let cost = 0;
let heaps: number[][];
let pace: Pace<number>;

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  cost = 0;
  heaps = [];
  pace = new Pace<number>((items) => (heaps.push(items), (now += cost)), () => Promise.resolve(), () => now);
});

const pass = async (milliseconds: number) => {
  now += milliseconds;
  await vi.advanceTimersByTimeAsync(milliseconds);
};

test("what is quick is taken in as it comes", async () => {
  for (const item of [1, 2, 3]) {
    pace.add(item);
    await pass(0);
  }
  expect(heaps).toEqual([[1], [2], [3]]);
});

test("what comes while the last is still drawn waits, and comes together, in order", async () => {
  cost = 20;
  pace.add(1);
  await pass(0);
  pace.add(2);
  pace.add(3);
  await pass(119);
  expect(heaps).toEqual([[1]]);
  await pass(1);
  expect(heaps).toEqual([[1], [2, 3]]);
});

test("however slow the screen is, nothing waits for more than half a second", async () => {
  cost = 1000;
  pace.add(1);
  await pass(0);
  pace.add(2);
  await pass(500);
  expect(heaps).toEqual([[1], [2]]);
});

test("what builds upon it does not wait, and nothing is taken in twice", async () => {
  cost = 20;
  pace.add(1);
  await pass(0);
  pace.add(2);
  pace.flush();
  await pass(1000);
  expect(heaps).toEqual([[1], [2]]);
});
