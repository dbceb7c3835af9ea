// @vitest-environment node
import { expect, test } from "vitest";

import { ReadGate } from "./ReadGate";

test("a few new messages are read by standing at the end", () => {
  const gate = new ReadGate(90, 10, 25);
  expect(gate.saw(80, 100, 100)).toBe(100);
});

test("standing at the end of 312 new messages reads none of them", () => {
  const gate = new ReadGate(88, 312, 25);
  expect(gate.saw(385, 400, 400)).toBe(88);
  expect(gate.saw(386, 401, 401)).toBe(88);
  expect(gate.holding).toBe(true);
});

test("reading on from the first unread reads them, one screen after the other", () => {
  const gate = new ReadGate(88, 312, 25);
  expect(gate.saw(82, 100, 400)).toBe(100);
  expect(gate.saw(95, 115, 400)).toBe(115);
  expect(gate.saw(300, 320, 400)).toBe(115);
  expect(gate.saw(116, 400, 400)).toBe(400);
  expect(gate.holding).toBe(false);
});

test("what was read elsewhere counts, and lets go once nothing is left", () => {
  const gate = new ReadGate(88, 312, 25);
  gate.moved(300, 400);
  expect(gate.saw(301, 320, 400)).toBe(320);
  gate.moved(400, 400);
  expect(gate.holding).toBe(false);
  expect(gate.saw(390, 402, 402)).toBe(402);
});
