import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { renewWhenGone } from "./renewal";

const renew = vi.fn();
/** A part that is not there; whether the page takes care of it, so that nothing else complains. */
const partIsGone = () => !window.dispatchEvent(new Event("vite:preloadError", { cancelable: true }));
const setOut = () => window.dispatchEvent(new Event("beforeunload"));

renewWhenGone(renew);

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-21T08:00:00Z") });
  renew.mockClear();
  sessionStorage.clear();
});
afterEach(() => {
  vi.runAllTimers();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("who leaves the page is not sent back to a newer one", () => {
  setOut();
  expect(partIsGone()).toBe(false);
  expect(renew).not.toHaveBeenCalled();
});

test("who set out to leave and stays gets the newer page", () => {
  setOut();
  vi.advanceTimersByTime(10_000);
  expect(partIsGone()).toBe(true);
  expect(renew).toHaveBeenCalledTimes(1);
});

test("a page that lacks parts still is not loaded anew for ever", () => {
  expect(partIsGone()).toBe(true);
  vi.advanceTimersByTime(29_000);
  expect(partIsGone()).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(partIsGone()).toBe(true);
  expect(renew).toHaveBeenCalledTimes(2);
});

test("without a network nothing would come of it", () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  expect(partIsGone()).toBe(false);
  expect(renew).not.toHaveBeenCalled();
});
