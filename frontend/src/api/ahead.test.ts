import { expect, test, vi } from "vitest";

import { Ahead, wantedAt } from "./ahead";

test("what was asked for ahead is answered once; the next asks anew", async () => {
  const ask = vi.fn(async (path: string) => `${path} then`);
  const ahead = new Ahead(ask);
  ahead.fetch(["me/"]);
  await expect(ahead.take("me/")).resolves.toBe("me/ then");
  expect(ahead.take("me/")).toBeNull();
  expect(ask).toHaveBeenCalledTimes(1);
});

test("an answer that grew old is none", () => {
  const ahead = new Ahead(async (path) => path);
  ahead.fetch(["me/"], 0);
  expect(ahead.take("me/", 10_000)).toBeNull();
});

test("a failure is told to who takes it, and to nobody else", async () => {
  const ahead = new Ahead(() => Promise.reject(new Error("network")));
  ahead.fetch(["me/", "rooms/5/"]);
  await expect(ahead.take("me/")).rejects.toThrow("network");
});

test("a room asks for all of its first screen, and for no messages where some are kept", () => {
  expect(wantedAt("/c/lake/r/5", false)).toEqual(["me/", "communities/lake/", "communities/lake/rooms/", "rooms/5/messages/"]);
  expect(wantedAt("/c/lake/r/5", true)).not.toContain("rooms/5/messages/");
});

test.each(["/", "/sign-in", "/c/lake", "/c/lake/r/5/m/7", "/embed/c/lake/r/5"])("%s asks for nothing ahead", (path) => {
  expect(wantedAt(path, false)).toEqual([]);
});
