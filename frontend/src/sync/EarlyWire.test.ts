import { expect, test } from "vitest";

import { EarlyWire } from "./EarlyWire";
import type { Wire } from "./Socket";

function wire() {
  const sent: string[] = [];
  const made: Wire & { sent: string[]; isClosed: boolean } = {
    sent,
    isClosed: false,
    send: (text) => void sent.push(text),
    close: () => void (made.isClosed = true),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  return made;
}

function listenTo(early: Wire): string[] {
  const heard: string[] = [];
  early.onopen = () => void heard.push("open");
  early.onmessage = ({ data }) => void heard.push(data);
  early.onclose = ({ code }) => void heard.push(`closed ${code}`);
  return heard;
}

test("what was said before somebody listened is told once, in its order, and before what comes then", async () => {
  const inner = wire();
  const early = new EarlyWire(inner);
  inner.onopen?.();
  inner.onmessage?.({ data: "hello" });
  const taken = early.take();
  const heard = listenTo(taken as Wire);
  inner.onmessage?.({ data: "at once" });
  await Promise.resolve();
  inner.onmessage?.({ data: "later" });
  expect(heard).toEqual(["open", "hello", "at once", "later"]);
});

test("one that opens after it was taken is like any other", async () => {
  const inner = wire();
  const taken = new EarlyWire(inner).take() as Wire;
  const heard = listenTo(taken);
  await Promise.resolve();
  inner.onopen?.();
  taken.send("follow");
  inner.onclose?.({ code: 1006 });
  expect(heard).toEqual(["open", "closed 1006"]);
  expect(inner.sent).toEqual(["follow"]);
});

test("whoever lets go of it hears nothing more", async () => {
  const inner = wire();
  const taken = new EarlyWire(inner).take() as Wire;
  const heard = listenTo(taken);
  taken.onopen = taken.onmessage = taken.onclose = null;
  taken.close();
  await Promise.resolve();
  inner.onclose?.({ code: 1000 });
  expect([heard, inner.isClosed]).toEqual([[], true]);
});

test("one that was refused meanwhile, or grew old, is not taken", () => {
  const refused = wire();
  const early = new EarlyWire(refused);
  refused.onclose?.({ code: 1006 });
  expect(early.take()).toBeNull();
  const old = wire();
  expect(new EarlyWire(old, 0).take(10_001)).toBeNull();
  expect(old.isClosed).toBe(true);
});
