import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import * as api from "@/api/load";
import type { EditLoad, Load, Offer, RoomLoad } from "@/api/shapes";

import { UnderWay } from "@/sync/UnderWay";

import { belongsToCommunity } from "./belongings";
import { useCommunities } from "./communities";
import { useConnection } from "./connection";

/** What each offer needs; a circle is offered to those who are in it, which only the server knows. */
const NEEDS: Partial<Record<Offer["kind"], string>> = {
  promote_biggest: "promotion.create",
  slow_mode: "room.edit",
  auto_promote: "room.edit",
  split: "room.edit",
};
/** A circle that is heard of but was not offered is asked after this often at most. */
const ASK_AGAIN = 5 * 60_000;

/** How much goes on in the rooms that are or were on the screen. */
export const useLoads = defineStore("loads", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const byRoom = shallowReactive(new Map<number, Load>());
  const lookedAt = new Map<number, number>();
  const turns = new Map<number, number>();
  const underWay = new UnderWay<Load>((load) => load.room);

  function keep(load: Load): Load {
    byRoom.set(load.room, load);
    return load;
  }

  /** Only the answer to the latest question is kept, with what was told since it was asked. */
  async function learn(room: number, answer: Promise<Load>): Promise<Load> {
    const turn = (turns.get(room) ?? 0) + 1;
    turns.set(room, turn);
    const [load] = await underWay.upToDate(answer.then((one) => [one]));
    return turns.get(room) === turn ? keep(load!) : load!;
  }

  function look(room: number): Promise<Load> {
    lookedAt.set(room, Date.now());
    return learn(room, api.fetchLoad(room));
  }

  const update = (room: number, changes: EditLoad) => learn(room, api.updateLoad(room, changes));

  /** An event names every offer there is: those for me are what I am allowed, and the circle that I was shown. */
  function mine(offers: Offer[], held: Load): Offer[] {
    const inCircle = held.offers.some((offer) => offer.kind === "circle");
    return offers.filter(({ kind }) => {
      const need = NEEDS[kind];
      if (kind === "circle") return inCircle;
      return need === undefined || communities.can(need);
    });
  }

  connection.on("room.load", (event: RoomLoad) => {
    const { on: _on, topic: _topic, ...told } = event;
    const change = (load: Load): Load => ({ ...load, ...told, offers: mine(told.offers, load) });
    underWay.tell(event.room, change);
    const held = byRoom.get(event.room);
    if (!held) return;
    keep(change(held));
    const circleIsNew = told.offers.some((offer) => offer.kind === "circle") && !held.offers.some((offer) => offer.kind === "circle");
    const rested = Date.now() - (lookedAt.get(event.room) ?? 0) > ASK_AGAIN;
    if (held.state !== told.state || (circleIsNew && rested)) void look(event.room).catch(() => {});
  });
  connection.onOpen(() => {
    for (const room of byRoom.keys()) void look(room).catch(() => {});
  });

  belongsToCommunity(() => {
    byRoom.clear();
    turns.clear();
  });

  return { byRoom, look, update };
});
