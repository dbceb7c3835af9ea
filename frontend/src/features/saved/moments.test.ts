// @vitest-environment node
import { expect, test } from "vitest";

import { momentOf } from "./moments";

const WEDNESDAY = new Date(2026, 4, 6, 22, 30);
const MONDAY = new Date(2026, 4, 11, 8, 0);
const SUNDAY = new Date(2026, 4, 31, 12, 0);

test("in three hours may be tomorrow", () => expect(momentOf("threeHours", WEDNESDAY)).toEqual(new Date(2026, 4, 7, 1, 30)));
test.each([[WEDNESDAY, new Date(2026, 4, 7, 9)], [SUNDAY, new Date(2026, 5, 1, 9)]])("tomorrow is the next morning", (now, then) => expect(momentOf("tomorrow", now)).toEqual(then));
test.each([[WEDNESDAY, MONDAY], [MONDAY, new Date(2026, 4, 18)], [SUNDAY, new Date(2026, 5, 1)]])("next week begins on a Monday that is still to come", (now, day) => {
  expect(momentOf("nextWeek", now)).toEqual(new Date(day.getFullYear(), day.getMonth(), day.getDate(), 9));
});
