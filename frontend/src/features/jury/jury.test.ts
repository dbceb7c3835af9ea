import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { checkDraw } from "./checkDraw";
import { partOf } from "./duty";
import { fromMildest } from "./measures";

const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const seed = "ab".repeat(32);
const pool = [3, 10, 25];
const commitment = sha(`${seed}:3,10,25`);

test("a draw is reckoned anew: the list fits its commitment, and each has one place", async () => {
  const order = [...pool].sort((one, other) => (sha(`${seed}:${one}`) < sha(`${seed}:${other}`) ? -1 : 1));
  for (const id of pool) expect(await checkDraw({ seed, pool, commitment }, id)).toEqual({ fits: true, place: order.indexOf(id) + 1 });
});

test("who is not on the list has no place, and a list that was changed does not fit", async () => {
  expect(await checkDraw({ seed, pool, commitment }, 4)).toEqual({ fits: true, place: null });
  expect((await checkDraw({ seed, pool: [3, 10, 26], commitment }, 3)).fits).toBe(false);
  expect((await checkDraw({ seed: "cd".repeat(32), pool, commitment }, 3)).fits).toBe(false);
});

test("one's part is told by what one has done", () => {
  const seat = { place: 1, called_at: "", answer_by: "", accepted_at: null, released: "", measure: "", reason: "", voted_at: null } as const;
  const trial = { state: "hearing" } as Parameters<typeof partOf>[0]["trial"];
  expect(partOf({ trial, seat })).toBe("called");
  expect(partOf({ trial, seat: { ...seat, accepted_at: "now" } })).toBe("judging");
  expect(partOf({ trial, seat: { ...seat, accepted_at: "now", voted_at: "now" } })).toBe("voted");
  expect(partOf({ trial: { ...trial, state: "decided" }, seat })).toBe("over");
  expect(partOf({ trial, seat: { ...seat, released: "declined" } })).toBe("released");
});

test("votes are read from the mildest measure on", () => {
  expect(fromMildest({ ban: 2, dismiss: 1, silence_7: 2 }).map(([measure]) => measure)).toEqual(["dismiss", "silence_7", "ban"]);
});
