import { describe, expect, test } from "vitest";

import { countdown, dayName, shortTime, timeAgo, weekday } from "./time";

const now = new Date(2025, 5, 12, 15, 30);
const at = (day: number, hour: number, minute = 0) => new Date(2025, 5, day, hour, minute);

describe("time as people say it", () => {
  test.each([
    [at(12, 15, 28), "2 min. ago"],
    [at(12, 12, 30), "3 hr. ago"],
    [at(2, 12), "Jun 2"],
  ])("an English list says %s as %s", (then, said) => expect(timeAgo(then, "en", now)).toBe(said));

  test("a Chinese list says minutes in Chinese", () => expect(timeAgo(at(12, 15, 28), "zh-Hans", now)).toBe("2分钟前"));
  test("today and yesterday have names", () => {
    expect(dayName(at(12, 1), "en", now)).toBe("Today");
    expect(dayName(at(11, 23), "zh-Hant", now)).toBe("昨天");
  });
  test("a wait is told in minutes and seconds, and never less than nothing", () => {
    expect([-5, 0, 41_200, 60_000, 725_000].map(countdown)).toEqual(["0:00", "0:00", "0:42", "1:00", "12:05"]);
  });
  test("the week begins on Monday", () => {
    expect([1, 7].map((day) => weekday(day, "en", "short"))).toEqual(["Mon", "Sun"]);
    expect(weekday(3, "zh-Hant")).toBe("星期三");
  });
  test("a row shows the hour today and the date before", () => {
    expect(shortTime(at(12, 9, 5), "en", now)).toBe("09:05");
    expect(shortTime(at(3, 9, 5), "en", now)).toBe("Jun 3");
  });
});
