// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";

import { Completion, type Offered, type Option, type Source } from "./Completion";

const option = (name: string): Option => ({ key: name, name, text: `@${name} `, sign: { icon: "user" } });
let offered: Offered | null;
let find: ReturnType<typeof vi.fn<Source["find"]>>;
let completion: Completion;

beforeEach(() => {
  offered = null;
  find = vi.fn(async (query: string) => ["Ada", "Adam", "Ben"].filter((name) => name.toLowerCase().startsWith(query)).map(option));
  completion = new Completion([{ trigger: "@", patience: 0, find }], (now) => (offered = now));
});

const look = (text: string) => completion.look(text, text.length);
const shown = () => offered?.options.map((one) => one.name);

test("an answer that comes after the next letter is not shown", async () => {
  let late: (options: Option[]) => void = () => {};
  find.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)));
  const first = look("@a");
  await look("@b");
  late([option("Ada")]);
  await first;
  expect(shown()).toEqual(["Ben"]);
});

test("a list that was sent away stays away for this word, and comes with the next", async () => {
  await look("@a");
  completion.dismiss();
  await look("@ad");
  expect(offered).toBeNull();
  await look("@ad ");
  await look("@ad @b");
  expect(shown()).toEqual(["Ben"]);
});

test("who cannot answer offers nothing, and the next letter asks again", async () => {
  find.mockRejectedValueOnce(new Error("offline"));
  await look("@a");
  expect(offered).toBeNull();
  await look("@ad");
  expect(shown()).toEqual(["Ada", "Adam"]);
});

test("the arrows go round the list", async () => {
  await look("@a");
  completion.step(-1);
  expect(offered?.active).toBe(1);
  completion.step(1);
  expect(offered?.active).toBe(0);
});

test("what is taken says which stretch it stands for, and nothing is open afterwards", async () => {
  await look("hi @ad");
  expect(completion.take()).toEqual({ option: option("Ada"), token: { trigger: "@", start: 3, end: 6, query: "ad" } });
  expect([offered, completion.isOpen, completion.take()]).toEqual([null, false, null]);
});

test("the same word is asked for once, and a word without a trigger not at all", async () => {
  await look("@a");
  await look("@a");
  await look("hello");
  expect(find).toHaveBeenCalledTimes(1);
});
