import { expect, test } from "vitest";

import { addressOf } from "./addresses";

test.each([
  ["room:5", "", "/c/lake/r/5"],
  ["category:3", "", "/c/lake/t?category=3"],
  ["tribe:9", "crew", "/c/crew"],
])("%s is found", (place, tribe, address) => {
  expect(addressOf("lake", place, tribe)).toBe(address);
});

test.each(["", "interest:tea", "room:5/../../admin", "javascript:1"])("%s is no place", (place) => {
  expect(addressOf("lake", place, "")).toBeNull();
});
