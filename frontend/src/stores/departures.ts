import { defineStore } from "pinia";
import { computed, ref, shallowReactive, shallowRef, watch } from "vue";

import { type ApiError, asApiError, isPassing } from "@/api/http";
import type { Post, Thread } from "@/api/shapes";
import { Backoff } from "@/sync/Backoff";
import { type Departure, DepartureShelf, tellsOf } from "@/sync/DepartureShelf";

import { useBoard } from "./board";
import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useDrafts } from "./drafts";
import { useTrays } from "./trays";

/** What became of one: it stands on the board, or the server said why it does not. */
export interface Fate {
  departure: Departure;
  stands: Post | Thread | null;
  error: ApiError | null;
}

/** Too much at once is a verdict with a time of its own; everything else that passes is the way to the server. */
export const isAway = (error: ApiError): boolean => isPassing(error) && error.code !== "rate.limited";

/**
 * Replies and threads that could not be sent because the server was away: they go out once it is back, from whatever
 * page is open then, under the same client id, so that they are stored once. Whoever writes on takes them back.
 */
export const useDepartures = defineStore("departures", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const board = useBoard();
  const drafts = useDrafts();
  const trays = useTrays();
  const shelf = new DepartureShelf(localStorage);
  const backoff = new Backoff();
  const held = shallowReactive(new Map<string, Departure>());
  const fate = shallowRef<Fate | null>(null);
  const owner = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushing: Promise<void> | null = null;

  const waiting = computed(() => [...held.values()]);

  function draftAt(place: string): string {
    const { body = "", data = {} } = drafts.find(place) ?? {};
    return JSON.stringify([body, Object.entries(data).sort()]);
  }

  const filesAt = (tray: string): number[] => trays.items(tray).flatMap(({ file }) => (file ? [file.id] : []));
  const isAsItWas = ({ place, tray, draft, files }: Departure) => draftAt(place) === draft && filesAt(tray).join() === files.join();

  function sendOff(departure: Omit<Departure, "draft">): void {
    own();
    const one = { ...departure, draft: draftAt(departure.place) };
    held.set(one.place, one);
    shelf.put(owner.value, one);
    later();
  }

  function takeBack(place: string): void {
    held.delete(place);
    shelf.drop(owner.value, place);
  }

  /** What this browser keeps for whoever is here, in this community. */
  function own(): void {
    const now = communities.me?.id ?? 0;
    if (now === owner.value) return;
    owner.value = now;
    read();
  }

  const isHere = () => communities.me?.id === owner.value;

  function read(): void {
    held.clear();
    if (!owner.value) return;
    for (const one of shelf.all(owner.value)) {
      if (one.files.length) trays.recall(one.tray);
      held.set(one.place, one);
    }
  }

  function resume(): Promise<void> {
    own();
    return flush();
  }

  /** One after the other, and never two rounds at once. */
  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    flushing ??= round().finally(() => {
      flushing = null;
      if (held.size) later();
    });
    return flushing;
  }

  async function round(): Promise<void> {
    if (!isHere()) return;
    for (const one of waiting.value) if (held.get(one.place) === one) await goOut(one);
  }

  async function goOut(one: Departure): Promise<void> {
    try {
      arrive(one, await sent(one), null);
    } catch (reason) {
      const answer = asApiError(reason);
      if (isPassing(answer)) return;
      // The server took it over; a moderator reads it first.
      if (answer.code === "post.held") arrive(one, null, answer);
      else refuse(one, answer);
    }
  }

  function sent({ client_id, files, post }: Departure): Promise<Post | Thread> {
    if (post.to === "thread") return board.reply(post.thread, post.body, post.parent, client_id, files);
    const { to: _, ...form } = post;
    return board.create({ ...form, client_id, files });
  }

  function arrive(one: Departure, stands: Post | Thread | null, error: ApiError | null): void {
    const asItWas = isAsItWas(one);
    takeBack(one.place);
    if (asItWas) {
      trays.empty(one.tray);
      drafts.drop(one.place);
    }
    fate.value = { departure: one, stands, error };
  }

  function refuse(one: Departure, error: ApiError): void {
    takeBack(one.place);
    fate.value = { departure: one, stands: null, error };
  }

  /** A connection that comes back flushes; what only the server's trouble keeps here tries again in its own time. */
  function later(): void {
    if (connection.mood !== "offline") timer ??= setTimeout(() => void flush(), backoff.next());
  }

  connection.onOpen(() => {
    backoff.reset();
    void flush();
  });
  window.addEventListener("storage", (event) => {
    if (owner.value && tellsOf(owner.value, event)) read();
  });
  watch(
    () => (isHere() ? waiting.value.filter((one) => !isAsItWas(one)) : []),
    (changed) => changed.forEach(({ place }) => takeBack(place)),
    { flush: "post" },
  );

  return { waiting, fate, at: (place: string) => held.get(place) ?? null, sendOff, takeBack, resume, flush };
});
