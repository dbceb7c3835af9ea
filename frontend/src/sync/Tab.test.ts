import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Tab } from "./Tab";

/** As the browser's locks: one holder a name, the others wait, or are told at once that it is taken. */
function locksOfBrowser() {
  const held = new Set<string>();
  const freed = new Map<string, () => void>();
  async function request(name: string, options: LockOptions, act: (lock: unknown) => unknown): Promise<unknown> {
    if (held.has(name) && options.ifAvailable) return act(null);
    if (held.has(name)) await new Promise<void>((turn, give) => (freed.set(name, turn), options.signal?.addEventListener("abort", () => give(new Error("aborted")))));
    held.add(name);
    try {
      return await act({ name });
    } finally {
      held.delete(name);
    }
  }
  const close = (name: string) => (held.delete(name), freed.get(name)?.());
  return { locks: { request } as unknown as LockManager, close: (name: string) => close(`oxbow.tab.${name}`) };
}

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
});
afterEach(() => vi.useRealTimers());

test("a page that is loaded anew waits until the one before it let go, and has its name", async () => {
  const { locks, close } = locksOfBrowser();
  const before = await new Tab(sessionStorage, locks).name();
  const after = new Tab(sessionStorage, locks).name();
  close(before);
  expect(await after).toBe(before);
});

test("a tab that was copied gets a name of its own", async () => {
  const { locks } = locksOfBrowser();
  const first = await new Tab(sessionStorage, locks).name();
  const copy = new Tab(sessionStorage, locks).name();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await copy).not.toBe(first);
});

test("nobody acts for a tab that is open; one does for a tab that is gone", async () => {
  const { locks, close } = locksOfBrowser();
  const gone = await new Tab(sessionStorage, locks).name();
  const acted: string[] = [];
  const act = (who: string) => new Tab(sessionStorage, locks).ifClosed(gone, async () => void acted.push(who));
  await act("early");
  close(gone);
  await act("late");
  expect(acted).toEqual(["late"]);
});

test("without locks a tab acts, and has a name over its reloads", async () => {
  const name = await new Tab(sessionStorage, undefined).name();
  const again = new Tab(sessionStorage, undefined);
  expect(await again.name()).toBe(name);
  const act = vi.fn(async () => {});
  await again.ifClosed("other", act);
  expect(act).toHaveBeenCalledOnce();
});
