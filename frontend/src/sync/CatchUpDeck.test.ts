// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";

import { ApiError } from "@/api/http";
import type { Card, CatchUp } from "@/api/shapes";

import { CatchUpDeck, type DeckPorts } from "./CatchUpDeck";
import { card } from "./fixtures";

const page = (cards: Card[], more: Partial<CatchUp> = {}): CatchUp => ({
  room: 5, from: 10, to: 400, unread: 312, cards, rest: { conversations: 0, messages: 0 }, next: null, ...more,
});
const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => card(from + index));
const ids = (deck: CatchUpDeck) => deck.snapshot.cards.map((one) => one.conversation.id);
const refused = () => Promise.reject(new ApiError("network"));

let ports: { [Name in keyof DeckPorts]: ReturnType<typeof vi.fn> };
let deck: CatchUpDeck;

beforeEach(async () => {
  ports = {
    page: vi.fn(async () => page(many(1, 3), { rest: { conversations: 11, messages: 200 } })),
    done: vi.fn(async () => {}),
    bringBack: vi.fn(async () => {}),
    follow: vi.fn(async (_id: number, on: boolean) => ({ followed: on })),
  };
  deck = new CatchUpDeck(ports as unknown as DeckPorts);
  await deck.deal();
});

test("it says how much there is, also of what lies in the following pages", () => {
  expect(deck.snapshot).toMatchObject({ unread: 312, conversations: 14, loaded: true });
});

test("a dismissed card goes at once, quietly, up to its last word", async () => {
  const dismissing = deck.dismiss(2);
  expect(ids(deck)).toEqual([1, 3]);
  expect(await dismissing).toBe(true);
  expect(ports.done).toHaveBeenCalledWith(2, 28, true);
});

test("a dismissal that is refused puts the card back where it lay, with the reason on it", async () => {
  ports.done.mockImplementation(refused);
  expect(await deck.dismiss(2)).toBe(false);
  expect(ids(deck)).toEqual([1, 2, 3]);
  expect(deck.find(2)?.error?.code).toBe("network");
});

test("a dismissal can be taken back", async () => {
  const dismissed = deck.find(2)!;
  await deck.dismiss(2);
  await deck.bringBack(dismissed, 1);
  expect(ids(deck)).toEqual([1, 2, 3]);
  expect(ports.bringBack).toHaveBeenCalledWith(2);
});

test("a card that was read stays, marked, until it is cleared away, and is told once", async () => {
  await Promise.all([deck.read(1), deck.read(1)]);
  expect(deck.find(1)?.read).toBe(true);
  expect(ports.done).toHaveBeenCalledTimes(1);
  deck.clear(1);
  expect(ids(deck)).toEqual([2, 3]);
});

test("a refused reading is unread again", async () => {
  ports.done.mockImplementation(refused);
  expect(await deck.read(1)).toBe(false);
  expect(deck.find(1)).toMatchObject({ read: false, error: { code: "network" } });
});

test("following shows at once and reverts when it is refused", async () => {
  ports.follow.mockImplementation(refused);
  const following = deck.follow(3);
  expect(deck.find(3)?.followed).toBe(true);
  await following;
  expect(deck.find(3)?.followed).toBe(false);
});

test("the next cards are dealt before the table is empty, none of them twice", async () => {
  ports.page.mockImplementation(async (after: string | null) => (after ? page(many(8, 5)) : page(many(1, 8), { next: "c" })));
  await deck.deal();
  for (const id of [1, 2, 3]) await deck.dismiss(id);
  await vi.waitFor(() => expect(ids(deck)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]));
  expect(ports.page).toHaveBeenCalledTimes(3);
});

test("what was swept away does not come back with an answer that is late", async () => {
  let answer: (found: CatchUp) => void = () => {};
  ports.page.mockImplementation(() => new Promise<CatchUp>((resolve) => (answer = resolve)));
  const dealing = deck.deal();
  deck.sweep();
  answer(page(many(1, 3)));
  await dealing;
  expect(deck.snapshot).toMatchObject({ cards: [], unread: 0, loading: false });
});

test("a failure says so and can be tried again", async () => {
  ports.page.mockImplementationOnce(refused);
  await deck.deal();
  expect(deck.snapshot).toMatchObject({ loading: false, error: { code: "network" } });
  await deck.deal();
  expect(deck.snapshot.error).toBeNull();
});

test("a card that is dismissed while new ones are dealt does not come back with them", async () => {
  let come = () => {};
  ports.page.mockImplementation(() => new Promise((answered) => (come = () => answered(page(many(1, 4))))));
  const dealt = deck.deal();
  await deck.dismiss(2);
  come();
  await dealt;
  expect(ids(deck)).toEqual([1, 3, 4]);
});

test("one that the server knows nothing of yet does not come back either; later words bring it back", async () => {
  let agree = () => {};
  ports.done.mockImplementation(() => new Promise<void>((answered) => (agree = answered)));
  const dismissed = deck.dismiss(2);
  await deck.deal();
  expect(ids(deck)).toEqual([1, 3]);
  agree();
  await dismissed;
  await deck.deal();
  expect(ids(deck)).toEqual([1, 2, 3]);
});

test("a card whose dismissal was refused, or taken back, may be dealt again", async () => {
  ports.done.mockImplementationOnce(refused);
  await deck.dismiss(2);
  await deck.deal();
  const third = deck.find(3)!;
  await deck.dismiss(3);
  await deck.bringBack(third, 2);
  await deck.deal();
  expect(ids(deck)).toEqual([1, 2, 3]);
});
