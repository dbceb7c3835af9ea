import { expect, test } from "vitest";

import { initials } from "./initials";

test.each([
  ["欧阳娜娜", "娜娜"],
  ["李雷", "李雷"],
  ["王", "王"],
  ["阿May", "阿"],
  ["Ada Lovelace", "AL"],
  ["ben_k", "BK"],
  ["mo", "MO"],
  ["", "?"],
])("%s becomes %s", (name, expected) => {
  expect(initials(name)).toBe(expected);
});
