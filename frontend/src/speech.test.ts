import { expect, test, vi } from "vitest";

import { Speech } from "./speech";
import type { Load, Words } from "./words";

/** A file of words that comes when the test says so. */
function held(words: Words) {
  let come = () => {};
  let fail = () => {};
  const load = vi.fn<Load>(
    () =>
      new Promise((resolve, reject) => {
        come = () => resolve({ default: words });
        fail = () => reject(new Error("no network"));
      }),
  );
  return { load, come: () => come(), fail: () => fail() };
}
const at = (words: Words): Load => async () => ({ default: words });

/** English comes in halves that are held back, German at once. */
function listen() {
  const [first, later] = [held({ near: "Here" }), held({ far: "There" })];
  const german = vi.fn(at({ far: "Dort" }));
  const speech = new Speech({ en: { first: first.load, later: later.load }, de: { first: at({ near: "Hier" }), later: german } });
  const says = (...keys: string[]) => keys.map((key) => speech.find(key)?.({}, 1) ?? null);
  return { speech, first, later, german, says };
}

async function listenInEnglish() {
  const heard = listen();
  const turned = heard.speech.turnTo("en");
  heard.first.come();
  await turned;
  return heard;
}

test("A part that says more than the first page is not handed over before its words have come", async () => {
  const { speech, later, says } = await listenInEnglish();
  expect(later.load).not.toHaveBeenCalled();
  let drawn = false;
  const part = speech.withWords(Promise.resolve("the board")).then((come) => {
    drawn = true;
    return come;
  });
  await vi.waitFor(() => expect(later.load).toHaveBeenCalledOnce());
  expect([drawn, says("near", "far")]).toEqual([false, ["Here", null]]);
  later.come();
  expect([await part, says("near", "far")]).toEqual(["the board", ["Here", "There"]]);
});

test("Words that could not be fetched keep their part away, and are asked for again with it", async () => {
  const { speech, later, says } = await listenInEnglish();
  const lost = speech.withWords(Promise.resolve("the board"));
  later.fail();
  await expect(lost).rejects.toThrow("no network");
  const again = speech.withWords(Promise.resolve("the board"));
  later.come();
  expect([await again, says("far")]).toEqual(["the board", ["There"]]);
});

test("Where a part is open, another language is spoken only once it is whole", async () => {
  const { speech, later, german, says } = await listenInEnglish();
  const part = speech.withWords(Promise.resolve("the board"));
  later.come();
  await part;
  expect(await speech.turnTo("de")).toBe(true);
  expect([german.mock.calls.length, says("near", "far")]).toEqual([1, ["Hier", "Dort"]]);
});

test("Where only the first page is open, another language comes with its words alone", async () => {
  const { speech, german, says } = await listenInEnglish();
  expect(await speech.turnTo("de")).toBe(true);
  expect([german.mock.calls.length, says("near")]).toEqual([0, ["Hier"]]);
});

test("A part that is asked for while the language changes has the words of the new one", async () => {
  const { speech, later, says } = await listenInEnglish();
  const part = speech.withWords(Promise.resolve("the board"));
  expect(await speech.turnTo("de")).toBe(true);
  later.come();
  await part;
  expect(says("near", "far")).toEqual(["Hier", "Dort"]);
});

test("Of two languages that are asked for the latest is spoken, whichever comes first", async () => {
  const { speech, first, says } = listen();
  const english = speech.turnTo("en");
  expect(await speech.turnTo("de")).toBe(true);
  first.come();
  expect([await english, says("near")]).toEqual([false, ["Hier"]]);
});

test("A part that is asked for before any language is chosen makes the first one come whole", async () => {
  const { speech, says } = listen();
  await speech.withWords(Promise.resolve("sign in"));
  await speech.turnTo("de");
  expect(says("near", "far")).toEqual(["Hier", "Dort"]);
});

test("Where all is wanted from the beginning both halves come side by side, not one after the other", async () => {
  const { speech, first, later, says } = listen();
  void speech.withWords(Promise.resolve("sign in"));
  const turned = speech.turnTo("en");
  expect([first.load.mock.calls.length, later.load.mock.calls.length]).toEqual([1, 1]);
  first.come();
  later.come();
  await turned;
  expect([later.load.mock.calls.length, says("near", "far")]).toEqual([1, ["Here", "There"]]);
});
