import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community, Load, Offer, RoomLoad } from "@/api/shapes";
import { ben } from "@/sync/fixtures";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useLoads } from "./loads";

const offer = (kind: Offer["kind"]): Offer => ({ kind, conversation: null });
const calm: Load = {
  room: 5, state: "calm", since: "2026-11-21T08:00:00Z", gauge: 8, messages_per_minute: 0.4, words_per_minute: 3, posters: 2, conversations: 1,
  offers: [], limits: { posters: 40, messages: 5, words: 80 }, relief: "propose", slow: 0,
};
let answer: Load;
let looks: number;
let tell: (event: Partial<RoomLoad>) => void;

beforeEach(() => {
  setActivePinia(createPinia());
  const heard: Record<string, (event: unknown) => void> = {};
  vi.spyOn(useConnection(), "on").mockImplementation(((name: string, listen: (event: unknown) => void) => (heard[name] = listen)) as never);
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: ["promotion.create"] } as unknown as Community;
  answer = calm;
  looks = 0;
  vi.stubGlobal("fetch", async () => {
    looks += 1;
    return new Response(JSON.stringify(answer));
  });
  useLoads();
  const { limits: _limits, relief: _relief, slow: _slow, ...told } = calm;
  tell = (event) => heard["room.load"]?.({ on: "room.load", topic: "room.5", ...told, ...event });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("an event moves the gauge, and offers only what one may take", async () => {
  const loads = useLoads();
  await loads.look(5);
  tell({ gauge: 30, offers: [offer("promote_biggest"), offer("slow_mode"), offer("circle")] });
  expect(loads.byRoom.get(5)).toMatchObject({ gauge: 30, relief: "propose", offers: [offer("promote_biggest")] });
});

test("a new state is looked up, because only the server knows whose circle it is", async () => {
  const loads = useLoads();
  await loads.look(5);
  answer = { ...calm, state: "overloaded", gauge: 100, offers: [offer("circle")] };
  tell({ state: "overloaded", gauge: 100, offers: [offer("circle")] });
  await vi.waitFor(() => expect(loads.byRoom.get(5)?.offers).toEqual([offer("circle")]));
  tell({ state: "overloaded", gauge: 100, offers: [offer("circle")] });
  expect(loads.byRoom.get(5)?.offers).toEqual([offer("circle")]);
  expect(looks).toBe(2);
});

test("rooms that nobody looked at are not kept", () => {
  tell({ gauge: 60 });
  expect(useLoads().byRoom.size).toBe(0);
});

test("what is told while a room is looked at is not lost when the older answer comes", async () => {
  let come = () => {};
  vi.stubGlobal("fetch", () => new Promise((answered) => (come = () => answered(new Response(JSON.stringify(calm))))));
  const looked = useLoads().look(5);
  tell({ gauge: 60, offers: [offer("promote_biggest")] });
  come();
  await looked;
  expect(useLoads().byRoom.get(5)).toMatchObject({ gauge: 60, relief: "propose", offers: [offer("promote_biggest")] });
});

test("an older answer that comes late does not undo a newer one", async () => {
  const answers: ((load: Load) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise((answered) => answers.push((load) => answered(new Response(JSON.stringify(load))))));
  const looked = useLoads().look(5);
  const changed = useLoads().update(5, { slow: 30 });
  answers[1]!({ ...calm, slow: 30 });
  await changed;
  answers[0]!(calm);
  await looked;
  expect(useLoads().byRoom.get(5)?.slow).toBe(30);
});
