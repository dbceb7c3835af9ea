import { describe, expect, test } from "vitest";

import type { File as Kept } from "@/api/shapes";

import { peaksOf } from "./peaks";
import { within } from "./shrink";
import { boxOf, clockOf, endingOf, said, sizeOf } from "./sizes";

describe("sizes", () => {
  test("an image is made smaller, never larger, and keeps its shape", () => {
    expect(within(4000, 3000)).toEqual({ width: 2560, height: 1920 });
    expect(within(800, 600)).toEqual({ width: 800, height: 600 });
    expect(within(10_000, 1)).toEqual({ width: 2560, height: 1 });
  });

  test("the room of an image is known before it comes, and stays on the screen", () => {
    expect(boxOf({ width: 1600, height: 1200 })).toEqual({ width: 320, ratio: 4 / 3 });
    expect(boxOf({ width: 600, height: 6000 })).toEqual({ width: 180, ratio: 0.5 });
    expect(boxOf({ width: 5000, height: 500 })).toEqual({ width: 320, ratio: 2.4 });
    expect(boxOf({ width: 40, height: 40 }).width).toBe(96);
  });

  test("bytes are said as people say them", () => {
    expect(sizeOf(10, "en")).toBe("1 kB");
    expect(sizeOf(4_260_000, "en")).toBe("4.3 MB");
    expect(endingOf("计划.docx")).toBe("DOCX");
    expect(endingOf("Makefile")).toBe("");
  });
});

describe("voice notes", () => {
  test("bars show the loudest moment of each stretch, the loudest at the top", () => {
    expect(peaksOf([0, 0.5, 0.25, 1], 2)).toEqual([16, 31]);
    expect(peaksOf([])).toEqual([]);
    const many = peaksOf(Array.from({ length: 6000 }, (_, at) => at / 6000));
    expect(many).toHaveLength(64);
    expect(many.every((peak) => Number.isInteger(peak) && peak >= 0 && peak <= 31)).toBe(true);
  });

  test("silence stays silent", () => expect(Math.max(...peaksOf([0.001, 0.002]))).toBeLessThan(3));

  test("time is said in minutes", () => expect([clockOf(0), clockOf(72.4), clockOf(599.6)]).toEqual(["0:00", "1:12", "10:00"]));
});

test("a message without words says what it carries", () => {
  const file = (kind: Kept["kind"], name: string): Kept => ({ id: 1, kind, name, size: 1, type: "", width: null, height: null, seconds: 75, peaks: null });
  expect(said({ body: "", files: [file("voice", "v"), file("document", "plan.pdf")] })).toBe("🎤 1:15 📎 plan.pdf");
  expect(said({ body: "Look", files: [file("image", "x")] })).toBe("Look");
  expect(said({ body: "", files: [file("sticker", "Wave")] })).toBe("[Wave]");
});
