// @vitest-environment node
import { expect, test, vi } from "vitest";

import type { Link } from "@/api/shapes";

import { LinkLog } from "./LinkLog";

const link = (seq: number, conversation: number): Link => ({ message: 100 + seq, seq, parent: null, conversation, probability: 0.9 });

test("a stretch is asked for once, however many rows want it at the same time", async () => {
  const links = vi.fn(async () => [link(1, 7), link(2, 7), link(3, 8)]);
  const log = new LinkLog(links);
  await Promise.all([log.want(1, 40), log.want(20, 90), log.want(5, 6)]);
  await log.want(1, 200);
  expect(links).toHaveBeenCalledTimes(1);
  expect(links).toHaveBeenCalledWith(1, 200);
  expect([...log.snapshot.of]).toEqual([[1, 7], [2, 7], [3, 8]]);
  expect(log.snapshot.size.get(7)).toBe(2);
});

test("rows on both sides of a border need both stretches", async () => {
  const links = vi.fn(async () => []);
  await new LinkLog(links).want(190, 420);
  expect(links.mock.calls).toEqual([[1, 200], [201, 400], [401, 600]]);
});

test("late evidence moves a message to another conversation", async () => {
  let found = [link(1, 7), link(2, 8)];
  const log = new LinkLog(async () => found);
  await log.want(1, 2);
  found = [link(1, 7), link(2, 7)];
  await log.renew(2, 2);
  expect(log.snapshot.of.get(2)).toBe(7);
  expect(log.snapshot.size.has(8)).toBe(false);
});

test("a stretch that could not be fetched is asked for again", async () => {
  const links = vi.fn().mockRejectedValueOnce(new Error("network")).mockResolvedValue([link(1, 7)]);
  const log = new LinkLog(links);
  await expect(log.want(1, 1)).rejects.toThrow();
  await log.want(1, 1);
  expect(log.snapshot.of.get(1)).toBe(7);
});

test("what is renewed is asked for again, even where an older question has no answer yet", async () => {
  const answers: ((links: Link[]) => void)[] = [];
  const log = new LinkLog(() => new Promise((answered) => answers.push(answered)));
  const wanted = log.want(1, 2);
  const renewed = log.renew(2, 2);
  answers[1]!([link(1, 7), link(2, 7)]);
  answers[0]!([link(1, 7)]);
  await Promise.all([wanted, renewed]);
  expect([...log.snapshot.of]).toEqual([[1, 7], [2, 7]]);
});
