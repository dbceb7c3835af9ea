import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import { fetchCatchUp } from "@/api/catchUp";
import { bringConversationBack, followConversation, markConversationDone } from "@/api/conversations";
import { CatchUpDeck, type DeckSnapshot } from "@/sync/CatchUpDeck";

import { belongsToCommunity } from "./belongings";
import { useRooms } from "./rooms";

/** What somebody who comes back to a room has missed, as cards. */
export const useCatchUp = defineStore("catchUp", () => {
  const rooms = useRooms();
  const decks = new Map<number, CatchUpDeck>();
  const views = shallowReactive(new Map<number, DeckSnapshot>());

  function deckOf(room: number): CatchUpDeck {
    const known = decks.get(room);
    if (known) return known;
    const deck = new CatchUpDeck(
      {
        page: (after) => fetchCatchUp(room, after),
        done: async (id, seq, quiet) => rooms.setMine(room, await markConversationDone(id, seq, quiet)),
        bringBack: async (id) => rooms.setMine(room, await bringConversationBack(id)),
        follow: followConversation,
      },
      (snapshot) => views.set(room, snapshot),
    );
    decks.set(room, deck);
    views.set(room, deck.snapshot);
    return deck;
  }

  const view = (room: number): DeckSnapshot => views.get(room) ?? deckOf(room).snapshot;

  /** Deals once for the bar above the stream and for the page behind it; again when the room went on since. */
  async function open(room: number): Promise<void> {
    const deck = deckOf(room);
    const { loaded, loading, to } = deck.snapshot;
    if (loading || (loaded && to >= (rooms.byId.get(room)?.seq ?? 0))) return;
    await deck.deal();
  }

  /** The rest counts as read, on the table and on the server; it comes back if the server says no. */
  async function sweep(room: number): Promise<void> {
    const deck = deckOf(room);
    deck.sweep();
    try {
      await rooms.readAll(room);
    } catch (reason) {
      await deck.deal();
      throw reason;
    }
  }

  function forget(room: number): void {
    decks.delete(room);
    views.delete(room);
  }

  function reset(): void {
    decks.clear();
    views.clear();
  }

  belongsToCommunity(reset);

  return { deckOf, view, open, sweep, forget };
});
