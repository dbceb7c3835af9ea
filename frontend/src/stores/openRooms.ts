import { shallowReactive } from "vue";

import { asApiError } from "@/api/http";
import { fetchHistory, fetchRoomChanges } from "@/api/rooms";
import type { Room } from "@/api/shapes";

import { type OpenRoom, openRoom, type RoomView } from "./roomViews";

const KEPT_OPEN = 6;

interface Ports {
  follow(topic: string): () => void;
  /** Whether the list follows this room anyway: then its rows stay fresh while it is off the screen. */
  isFollowed(room: number): boolean;
  room(id: number): Promise<Room>;
}

/** The rooms that are or were just on the screen, with their windows on the history. */
export function openRooms({ follow, isFollowed, room }: Ports) {
  const screens = new Map<number, OpenRoom>();
  const views = shallowReactive(new Map<number, RoomView>());

  function stateOf(id: number): OpenRoom {
    const known = screens.get(id);
    if (known) return known;
    const state = openRoom(id, {
      history: (query) => fetchHistory(id, query),
      changes: (since) => fetchRoomChanges(id, since),
    });
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
      const { mine } = await room(id);
      view.unreadFrom = mine && mine.unread > 0 ? mine.read_seq + 1 : null;
      if (!view.snapshot.loaded || seq !== undefined) await log.show(seq);
    } catch (reason) {
      view.error = asApiError(reason);
    } finally {
      view.loading = false;
    }
  }

  function hold(id: number): OpenRoom {
    const state = stateOf(id);
    if (!state.letGo.length) state.letGo = [follow(`room.${id}`), follow(`here.${id}`)];
    return state;
  }

  /** The room left the screen. */
  function close(id: number): void {
    const state = screens.get(id);
    if (!state) return;
    for (const letGo of state.letGo) letGo();
    state.letGo = [];
    state.crowd.clear();
    state.view.unreadFrom = null;
    if (!isFollowed(id)) drop(id);
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

  async function jumpTo(id: number, seq: number): Promise<void> {
    const { log, view } = stateOf(id);
    if (!view.snapshot.messages.some((message) => message.seq === seq)) await log.show(seq);
  }

  async function jumpToLatest(id: number): Promise<void> {
    const { log, view } = stateOf(id);
    if (view.snapshot.after || !view.snapshot.loaded) await log.show();
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
