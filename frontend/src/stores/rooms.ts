import { defineStore } from "pinia";
import { computed, shallowReactive, shallowRef } from "vue";

import { asApiError } from "@/api/http";
import * as messagesApi from "@/api/messages";
import * as api from "@/api/rooms";
import type { Message, Room, RoomMine } from "@/api/shapes";
import { Outbox, type OutboxEntry } from "@/sync/Outbox";
import { ReadMarker } from "@/sync/ReadMarker";
import { TypingThrottle } from "@/sync/Typing";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { itemFaults } from "./faults";
import { hasReacted, toggled } from "./reactions";
import { advance, byActivity } from "./roomList";
import { type OpenRoom, openRoom, type RoomView } from "./roomViews";

const KEPT_OPEN = 6;
const RELOAD_PAUSE = 1_500;

export type { RoomView };

/** The rooms of the community on the screen: the list with its unread counts, and the open ones. */
export const useRooms = defineStore("rooms", () => {
  const connection = useConnection();
  const communities = useCommunities();

  const byId = shallowReactive(new Map<number, Room>());
  const loading = shallowRef(false);
  const error = shallowRef<ReturnType<typeof asApiError> | null>(null);
  const outgoing = shallowRef<OutboxEntry[]>([]);
  const views = shallowReactive(new Map<number, RoomView>());
  const screens = new Map<number, OpenRoom>();
  const follows = new Map<number, () => void>();
  const { faults, clear: clearFault, attempt } = itemFaults();
  let outbox: Outbox | null = null;
  let slug: string | null = null;
  let reloading: ReturnType<typeof setTimeout> | undefined;

  const me = () => communities.me?.id ?? null;
  const list = computed(() => [...byId.values()].sort(byActivity));
  const unread = computed(() => list.value.reduce((sum, room) => sum + (room.mine?.unread ?? 0), 0));
  const mentions = computed(() => list.value.reduce((sum, room) => sum + (room.mine?.mentions ?? 0), 0));

  // --- the list

  function keep(room: Room): Room {
    byId.set(room.id, room);
    if (!follows.has(room.id)) follows.set(room.id, connection.follow(`room.${room.id}`));
    return room;
  }

  function forget(id: number): void {
    byId.delete(id);
    follows.get(id)?.();
    follows.delete(id);
    close(id);
    screens.delete(id);
  }

  async function load(at: string): Promise<void> {
    if (slug !== at) reset(at);
    loading.value = byId.size === 0;
    error.value = null;
    try {
      const { results } = await api.listRooms(at);
      if (slug !== at) return;
      const there = new Set(results.map((room) => room.id));
      for (const room of results) keep(room);
      for (const id of [...byId.keys()]) if (!there.has(id) && byId.get(id)?.mine) forget(id);
    } catch (reason) {
      error.value = asApiError(reason);
    } finally {
      loading.value = false;
    }
  }

  function reset(at: string | null): void {
    for (const id of [...byId.keys()]) forget(id);
    for (const letGo of follows.values()) letGo();
    follows.clear();
    views.clear();
    screens.clear();
    outbox?.close();
    outbox = null;
    slug = at;
    const owner = communities.me;
    if (at && owner) outbox = new Outbox(String(owner.id), { post, sent, changed: (entries) => (outgoing.value = entries) });
    outgoing.value = outbox?.entries ?? [];
    outbox?.flush();
  }

  function reloadSoon(): void {
    if (reloading) return;
    reloading = setTimeout(() => {
      reloading = undefined;
      if (slug) void load(slug);
    }, RELOAD_PAUSE * (1 + Math.random()));
  }

  async function refresh(id: number): Promise<Room> {
    return keep(await api.fetchRoom(id));
  }

  function setMine(id: number, mine: Partial<RoomMine>): void {
    const room = byId.get(id);
    if (room?.mine) byId.set(id, { ...room, mine: { ...room.mine, ...mine } });
  }

  // --- one room on the screen

  function stateOf(id: number): OpenRoom {
    let state = screens.get(id);
    if (!state) {
      state = openRoom(id, {
        history: (query) => api.fetchHistory(id, query),
        changes: (since) => api.fetchRoomChanges(id, since),
      });
      screens.set(id, state);
      views.set(id, state.view);
      dropForgotten(id);
    }
    return state;
  }

  function dropForgotten(keepId: number): void {
    for (const [id, state] of screens) {
      if (screens.size <= KEPT_OPEN) return;
      if (id === keepId || state.letGo.length) continue;
      screens.delete(id);
      views.delete(id);
    }
  }

  /** Shows a room, at the newest messages or around one. Safe to call again. */
  async function open(id: number, seq?: number): Promise<void> {
    const state = stateOf(id);
    if (!state.letGo.length) {
      state.letGo = [connection.follow(`room.${id}`), connection.follow(`here.${id}`)];
    }
    state.view.error = null;
    state.view.loading = !state.view.snapshot.loaded || seq !== undefined;
    try {
      const room = byId.get(id) ?? (await refresh(id));
      state.view.unreadFrom = room.mine && room.mine.unread > 0 ? room.mine.read_seq + 1 : null;
      if (!state.view.snapshot.loaded || seq !== undefined) await state.log.show(seq);
    } catch (reason) {
      state.view.error = asApiError(reason);
    } finally {
      state.view.loading = false;
    }
  }

  /** The room left the screen; its rows stay fresh for a while. */
  function close(id: number): void {
    const state = screens.get(id);
    if (!state) return;
    for (const letGo of state.letGo) letGo();
    state.letGo = [];
    state.crowd.clear();
    state.view.unreadFrom = null;
    if (!follows.has(id)) {
      screens.delete(id);
      views.delete(id);
    }
  }

  const view = (id: number): RoomView => views.get(id) ?? stateOf(id).view;

  async function showOlder(id: number): Promise<void> {
    const { view: shown, log } = stateOf(id);
    if (shown.loadingOlder || !shown.snapshot.before) return;
    shown.loadingOlder = true;
    await log.showOlder().catch((reason) => (shown.error = asApiError(reason)));
    shown.loadingOlder = false;
  }

  async function showNewer(id: number): Promise<void> {
    const { view: shown, log } = stateOf(id);
    if (shown.loadingNewer || !shown.snapshot.after) return;
    shown.loadingNewer = true;
    await log.showNewer().catch((reason) => (shown.error = asApiError(reason)));
    shown.loadingNewer = false;
  }

  async function jumpTo(id: number, seq: number): Promise<void> {
    const { log, view: shown } = stateOf(id);
    if (shown.items.some((item) => item.seq === seq)) return;
    await log.show(seq);
  }

  async function jumpToLatest(id: number): Promise<void> {
    const { log, view: shown } = stateOf(id);
    if (shown.snapshot.after || !shown.snapshot.loaded) await log.show();
  }

  /** The reader stands at the newest message (or no longer): decides on which side old rows may go. */
  function setAtEnd(id: number, atEnd: boolean): void {
    stateOf(id).log.atEnd = atEnd;
  }

  // --- posting

  async function post(entry: OutboxEntry): Promise<Message> {
    const { room, client_id, body, reply_to } = entry;
    const { message } = await connection.send("post", { room, client_id, body, reply_to });
    return message;
  }

  function sent(message: Message): void {
    screens.get(message.room)?.log.receive(message);
  }

  function send(room: number, body: string, replyTo: number | null = null): void {
    typingThrottle.posted(room);
    outbox?.add(room, body, replyTo);
  }

  const pendingOf = (room: number) => outgoing.value.filter((entry) => entry.room === room);

  // --- changing messages

  const logOf = (message: Message) => screens.get(message.room)?.log;

  async function settle(message: Message, change: Partial<Message>, act: () => Promise<Message>): Promise<void> {
    const undo = logOf(message)?.patch(message.id, change) ?? (() => {});
    const changed = await attempt(message.id, undo, act);
    if (changed) logOf(message)?.receive(changed);
  }

  function react(message: Message, emoji: string): Promise<void> {
    const mine = me() ?? -1;
    const act = hasReacted(message.reactions, emoji, mine) ? messagesApi.removeReaction : messagesApi.addReaction;
    return settle(message, { reactions: toggled(message.reactions, emoji, mine) }, () => act(message.id, emoji));
  }

  const edit = (message: Message, body: string) =>
    settle(message, { body, edited_at: new Date().toISOString() }, () => messagesApi.editMessage(message.id, body));
  const recall = (message: Message) =>
    settle(message, { removed: "recalled", body: "" }, () => messagesApi.recallMessage(message.id));
  const remove = (message: Message) =>
    settle(message, { removed: "deleted", body: "" }, () => messagesApi.deleteMessage(message.id));
  const pin = (message: Message, on: boolean) =>
    settle(message, { pinned: on }, () => (on ? messagesApi.pinMessage : messagesApi.unpinMessage)(message.id));
  const hide = (message: Message, reason = "") =>
    settle(message, {}, () => messagesApi.hideMessage(message.id, reason));
  const restore = (message: Message) => settle(message, {}, () => messagesApi.restoreMessage(message.id));

  // --- reading and typing

  const marker = new ReadMarker(async (room, seq) => {
    setMine(room, await connection.send("read", { room, seq }));
  });
  const typingThrottle = new TypingThrottle((room) => void connection.send("typing", { room }).catch(() => {}));

  function markRead(room: number, seq: number): void {
    if (byId.get(room)?.mine && seq > (byId.get(room)?.mine?.read_seq ?? 0)) marker.mark(room, seq);
  }

  // --- verbs of the list

  async function create(form: { kind: "open" | "closed"; name: string; topic: string }): Promise<Room> {
    return keep(await api.createRoom(slug ?? "", form));
  }
  async function direct(member: number): Promise<Room> {
    return keep(await api.openDirect(slug ?? "", member));
  }
  async function join(id: number): Promise<Room> {
    return keep(await api.joinRoom(id));
  }
  async function leave(id: number): Promise<void> {
    await api.leaveRoom(id);
    forget(id);
  }
  async function update(id: number, changes: Parameters<typeof api.updateRoom>[1]): Promise<Room> {
    return keep(await api.updateRoom(id, changes));
  }
  async function setLevel(id: number, level: RoomMine["level"]): Promise<void> {
    setMine(id, await api.setRoomLevel(id, level));
  }

  // --- what the server tells

  connection.on("room.changed", (event) => {
    const room = byId.get(event.room);
    if (room) byId.set(event.room, advance(room, event, me()));
    for (const message of event.messages) {
      outbox?.settle(message);
      screens.get(event.room)?.crowd.quiet(message.author.id);
    }
    screens.get(event.room)?.log.apply(event);
  });
  connection.on("room.joined", (event) => void refresh(event.room).catch(() => {}));
  connection.on("room.gone", (event) => forget(event.room));
  connection.on("read.moved", ({ room, read_seq, unread: left, mentions: calls }) =>
    setMine(room, { read_seq, unread: left, mentions: calls }),
  );
  connection.on("typing", (event) => {
    if (event.member.id !== me()) screens.get(event.room)?.crowd.hear(event.member);
  });
  connection.on("presence", (event) => {
    const state = screens.get(event.room);
    if (state) Object.assign(state.view, { here: event.here, hereCount: event.count });
  });
  connection.onNumbers((numbers) => {
    for (const [topic, rev] of Object.entries(numbers)) {
      const id = topic.startsWith("room.") ? Number(topic.slice(5)) : NaN;
      screens.get(id)?.log.hear(rev);
      if ((byId.get(id)?.rev ?? rev) < rev) reloadSoon();
    }
  });
  connection.onOpen(() => {
    outbox?.flush();
    void marker.flush();
  });

  return {
    list, byId, loading, error, unread, mentions, outgoing, faults,
    load, reset, refresh, create, direct, join, leave, update, setLevel,
    open, close, view, showOlder, showNewer, jumpTo, jumpToLatest, setAtEnd,
    send, pendingOf, retry: (clientId: string) => outbox?.again(clientId),
    discard: (clientId: string) => outbox?.discard(clientId),
    react, edit, recall, remove, pin, hide, restore, clearFault,
    markRead, typing: (room: number) => typingThrottle.press(room),
  };
});
