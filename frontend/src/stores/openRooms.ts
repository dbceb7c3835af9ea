import { shallowReactive } from "vue";

import type { Why } from "@/api/frames";
import { asApiError, isPassing } from "@/api/http";
import { fetchHistory, fetchRoomChanges, type HistoryQuery } from "@/api/rooms";
import type { Room } from "@/api/shapes";

import type { RoomLog, RoomSnapshot } from "@/sync/RoomLog";
import type { RoomStretch } from "@/sync/stretches";

import { type OpenRoom, openRoom, type RoomView } from "./roomViews";

const KEPT_OPEN = 6;

interface Ports {
  follow(topic: string): () => void;
  /** Whether the list follows this room anyway: then its rows stay fresh while it is off the screen. */
  isFollowed(room: number): boolean;
  known(id: number): Room | undefined;
  ask(id: number): Promise<Room>;
  /** What this browser kept of a room, and what it should keep. */
  recall(id: number): Promise<RoomStretch | null>;
  keep(id: number, snapshot: () => RoomSnapshot): void;
}

/** Changes behind which a kept stretch is shown only where there is no other. */
const NEAR = 200;

/** The rooms that are or were just on the screen, with their windows on the history. */
export function openRooms({ follow, isFollowed, known: listed, ask, recall, keep }: Ports) {
  const screens = new Map<number, OpenRoom>();
  const views = shallowReactive(new Map<number, RoomView>());

  function stateOf(id: number): OpenRoom {
    const known = screens.get(id);
    if (known) return known;
    const source = { history: (query: HistoryQuery) => fetchHistory(id, query), changes: (since: number, why: Why) => fetchRoomChanges(id, since, why) };
    const state = openRoom(id, source, () => keep(id, () => state.log.snapshot));
    screens.set(id, state);
    views.set(id, state.view);
    dropForgotten(id);
    return state;
  }

  function drop(id: number): void {
    screens.delete(id);
    views.delete(id);
  }

  function dropForgotten(keepId: number): void {
    for (const [id, state] of screens) {
      if (screens.size <= KEPT_OPEN) return;
      if (id !== keepId && !state.letGo.length) drop(id);
    }
  }

  /** Shows a room, at the newest messages or around one. Safe to call again. */
  async function open(id: number, seq?: number): Promise<void> {
    const { log, view } = hold(id);
    view.error = null;
    view.loading = !view.snapshot.loaded || seq !== undefined;
    try {
      // Of a room that is known all is said at once: its rows are drawn with the line above what is new.
      const { mine, rev } = listed(id) ?? (await ask(id));
      view.unreadFrom = mine && mine.unread > 0 ? mine.read_seq + 1 : null;
      const held = view.snapshot.loaded && seq === undefined ? null : await heldOf(id, seq);
      if (held && rev - held.rev < NEAR) log.restore(held, rev);
      else if (!view.snapshot.loaded || seq !== undefined) await showOrRecall(log, held, seq);
    } catch (reason) {
      view.error = asApiError(reason);
    } finally {
      view.loading = false;
    }
  }

  /** The kept end of a room, if it has the place that is asked for. */
  async function heldOf(id: number, seq?: number): Promise<RoomStretch | null> {
    const held = await recall(id);
    return held && (seq === undefined || held.messages.some((message) => message.seq === seq)) ? held : null;
  }

  async function showOrRecall(log: RoomLog, held: RoomStretch | null, seq?: number): Promise<void> {
    try {
      await log.show(seq);
    } catch (reason) {
      if (!held || !isPassing(asApiError(reason))) throw reason;
      log.restore(held);
    }
  }

  function hold(id: number): OpenRoom {
    const state = stateOf(id);
    if (!state.letGo.length) state.letGo = [follow(`room.${id}`), follow(`here.${id}`)];
    return state;
  }

  /** The room left the screen. Who comes back comes to its end: an older part of it is not kept. */
  function close(id: number): void {
    const state = screens.get(id);
    if (!state) return;
    for (const letGo of state.letGo) letGo();
    state.letGo = [];
    state.crowd.clear();
    state.view.unreadFrom = null;
    state.log.atEnd = true;
    if (!isFollowed(id) || state.view.snapshot.after) drop(id);
  }

  function clear(): void {
    for (const id of [...screens.keys()]) {
      close(id);
      drop(id);
    }
  }

  async function showOlder(id: number): Promise<void> {
    const { view, log } = stateOf(id);
    if (view.loadingOlder || !view.snapshot.before) return;
    view.loadingOlder = true;
    await log.showOlder().catch((reason) => (view.error = asApiError(reason)));
    view.loadingOlder = false;
  }

  async function showNewer(id: number): Promise<void> {
    const { view, log } = stateOf(id);
    if (view.loadingNewer || !view.snapshot.after) return;
    view.loadingNewer = true;
    await log.showNewer().catch((reason) => (view.error = asApiError(reason)));
    view.loadingNewer = false;
  }

  async function show(id: number, seq?: number): Promise<void> {
    const { view, log } = stateOf(id);
    view.error = null;
    await log.show(seq).catch((reason) => (view.error = asApiError(reason)));
  }

  async function jumpTo(id: number, seq: number): Promise<void> {
    if (!stateOf(id).view.snapshot.messages.some((message) => message.seq === seq)) await show(id, seq);
  }

  async function jumpToLatest(id: number): Promise<void> {
    const { snapshot } = stateOf(id).view;
    if (snapshot.after || !snapshot.loaded) await show(id);
  }

  return {
    find: (id: number) => screens.get(id),
    clear,
    drop,
    verbs: {
      open,
      close,
      view: (id: number): RoomView => views.get(id) ?? stateOf(id).view,
      showOlder,
      showNewer,
      jumpTo,
      jumpToLatest,
      /** The reader stands at the newest message, or no longer: decides on which side old rows may go. */
      setAtEnd: (id: number, atEnd: boolean) => void (stateOf(id).log.atEnd = atEnd),
    },
  };
}
