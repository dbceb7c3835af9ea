import { expect, test } from "vitest";

import { agreed, dailyLimits, newHours, termsOf } from "./terms";

test("a room without terms begins with the usual ones on the reader's own clock", () => {
  expect(termsOf(null, "Asia/Shanghai")).toEqual({
    writers: "members", links: "explained", longest: 0, daily: 0, windows: [], outside: "open", dominating: "slowed", zone: "Asia/Shanghai",
  });
});

test("what a form changes does not change the room before it is sent", () => {
  const room = { windows: [newHours()] };
  const form = termsOf(room, "UTC");
  form.windows[0]?.days.pop();
  expect(room.windows[0]?.days).toHaveLength(7);
});

test("nobody is kept out where there are no hours, and no clock is sent that nothing goes by", () => {
  const closed = { ...termsOf(null, "Asia/Shanghai"), outside: "closed" as const };
  expect(agreed(closed)).toEqual({ writers: "members", links: "explained", longest: 0, daily: 0, windows: [], outside: "open", dominating: "slowed" });
  expect(agreed({ ...closed, windows: [newHours()] })).toMatchObject({ outside: "closed", zone: "Asia/Shanghai" });
  expect(agreed({ ...closed, daily: 5 }).zone).toBe("Asia/Shanghai");
});

test("a limit that somebody set otherwise can be kept", () => {
  expect(dailyLimits(7)).toEqual([0, 1, 3, 5, 7, 10, 20, 50, 100]);
  expect(dailyLimits(5)).toEqual([0, 1, 3, 5, 10, 20, 50, 100]);
});
