import { beforeEach, expect, test } from "vitest";

import type { File as Kept } from "@/api/shapes";

import { takenAway, TrayShelf } from "./TrayShelf";

const PLACE = "2.room:5";
const file = (id: number) => ({ id, kind: "document", name: `file ${id}` }) as Kept;
const ids = () => new TrayShelf(localStorage).read(PLACE).map((one) => one.id);
const shelved = () => localStorage.getItem(`oxbow.tray.${PLACE}`);

beforeEach(() => localStorage.clear());

test("what has arrived is there when the page is opened again, until it is sent", () => {
  const shelf = new TrayShelf(localStorage);
  shelf.settle(PLACE, [file(1), file(2)]);
  expect(ids()).toEqual([1, 2]);
  shelf.settle(PLACE, []);
  expect(shelved()).toBe(null);
});

test("two tabs do not take each other's files off", () => {
  const [here, there] = [new TrayShelf(localStorage), new TrayShelf(localStorage)];
  here.settle(PLACE, [file(1)]);
  there.settle(PLACE, [file(9)]);
  here.settle(PLACE, [file(1), file(2)]);
  expect(ids()).toEqual([9, 1, 2]);
  here.settle(PLACE, []);
  expect(ids()).toEqual([9]);
});

test("a tab that begins takes nothing off that it did not look at", () => {
  new TrayShelf(localStorage).settle(PLACE, [file(1)]);
  new TrayShelf(localStorage).settle(PLACE, []);
  expect(ids()).toEqual([1]);
});

test("a tab hears what another one sent, and nothing of what it adds", () => {
  const shelf = new TrayShelf(localStorage);
  shelf.settle(PLACE, [file(1), file(2)]);
  const oldValue = shelved();
  shelf.settle(PLACE, [file(2), file(3)]);
  const key = `oxbow.tray.${PLACE}`;
  expect(takenAway({ key, oldValue, newValue: shelved() })).toEqual({ place: PLACE, files: [1] });
  expect(takenAway({ key, oldValue, newValue: null })?.files).toEqual([1, 2]);
  expect(takenAway({ key, oldValue: null, newValue: oldValue })).toBe(null);
  expect(takenAway({ key: "oxbow.theme", oldValue: "dark", newValue: "light" })).toBe(null);
});
