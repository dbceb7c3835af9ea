import { beforeEach, expect, test, vi } from "vitest";

import { Pace } from "./Pace";

const FRAME = 17;
let now = 0;
let cost = 0;
let busy = false;
let heaps: number[][];
let hurries: boolean[];
let screen: (() => void)[];
let pace: Pace<number>;

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  cost = 0;
  busy = false;
  heaps = [];
  hurries = [];
  screen = [];
  pace = new Pace<number>(
    (items) => void heaps.push(items),
    () => new Promise<void>((seen) => screen.push(seen)),
    { hurry: (hurried) => hurries.push(hurried), isBusy: () => busy, clock: () => now },
  );
});

const pass = async (milliseconds: number) => {
  now += milliseconds;
  await vi.advanceTimersByTimeAsync(milliseconds);
};
/** The screen shows what was taken in, so many milliseconds later than it could have. */
const draw = async () => {
  now += FRAME + cost;
  screen.shift()!();
  await pass(0);
};

test("what is quick is taken in as it comes", async () => {
  for (const item of [1, 2, 3]) {
    pace.add(item);
    await draw();
  }
  expect(heaps).toEqual([[1], [2], [3]]);
});

test("what comes before the screen shows the last waits for it, and comes together, in order", async () => {
  pace.add(1);
  pace.add(2);
  pace.add(3);
  expect(heaps).toEqual([[1]]);
  await draw();
  expect(heaps).toEqual([[1], [2, 3]]);
});

test("the slower the screen, the longer it is left alone", async () => {
  cost = 20;
  pace.add(1);
  await draw();
  pace.add(2);
  pace.add(3);
  await pass(239);
  expect(heaps).toEqual([[1]]);
  await pass(1);
  expect(heaps).toEqual([[1], [2, 3]]);
});

test("a screen that is needed for something else is left alone for longer", async () => {
  cost = 20;
  busy = true;
  pace.add(1);
  await draw();
  pace.add(2);
  await pass(799);
  expect(heaps).toEqual([[1]]);
  await pass(1);
  expect(heaps).toEqual([[1], [2]]);
});

test("however slow the screen is, nothing waits for more than a second and a half", async () => {
  cost = 1000;
  pace.add(1);
  await draw();
  pace.add(2);
  await pass(1500);
  expect(heaps).toEqual([[1], [2]]);
});

test("what builds upon it does not wait, and nothing is taken in twice", async () => {
  cost = 20;
  pace.add(1);
  await draw();
  pace.add(2);
  pace.flush();
  await draw();
  await pass(3000);
  expect(heaps).toEqual([[1], [2]]);
});

test("heaps that everybody notices are a hurry, until nothing comes for a while", async () => {
  cost = 100;
  pace.add(1);
  pace.add(2);
  await draw();
  await pass(1200);
  expect(hurries).toEqual([]);
  expect(heaps).toEqual([[1], [2]]);
  pace.add(3);
  pace.add(4);
  await draw();
  await pass(1200);
  await draw();
  expect(heaps).toEqual([[1], [2], [3, 4]]);
  expect(hurries).toEqual([true]);
  await pass(1200);
  expect(hurries).toEqual([true, false]);
});
