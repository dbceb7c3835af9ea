import { expect, it, vi } from "vitest";

import { afterFrame } from "./afterFrame";

it("acts after the frame, not in it", async () => {
  const seen: string[] = [];
  afterFrame(() => seen.push("after"));
  await new Promise((resolve) => requestAnimationFrame(() => resolve(seen.push("frame"))));
  await vi.waitFor(() => expect(seen).toEqual(["frame", "after"]));
});

it("does nothing once it was called off, before the frame or after it", async () => {
  const act = vi.fn();
  afterFrame(act)();
  const callOff = afterFrame(act);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  callOff();
  await new Promise((resolve) => afterFrame(() => resolve(null)));
  expect(act).not.toHaveBeenCalled();
});
