// @vitest-environment node
import { expect, test } from "vitest";

import type { Reaction } from "@/api/shapes";
import { ada, ben } from "@/sync/fixtures";

import { toggled } from "./reactions";

test("a reaction is added, joined, left and gone with its last member", () => {
  const none: Reaction[] = [];
  const one = toggled(none, "👍", ada.id);
  const two = toggled(one, "👍", ben.id);
  expect(two).toEqual([{ emoji: "👍", count: 2, members: [ada.id, ben.id] }]);
  expect(toggled(toggled(two, "👍", ada.id), "👍", ben.id)).toEqual([]);
});
