import { defineStore } from "pinia";
import { computed, shallowReactive, shallowRef } from "vue";

import { carryOn as carryOnElsewhere } from "@/api/conversations";
import type { RoomChanged } from "@/api/frames";
import { ApiError, asApiError, isPassing } from "@/api/http";
import * as api from "@/api/rooms";
import type { CarryOn, Changes, File, Message, NewRoom, Room, RoomMine } from "@/api/shapes";
import { Outbox, type OutboxEntry, type Outgoing } from "@/sync/Outbox";
import { Pace, painted } from "@/sync/Pace";
import { ReadMarker } from "@/sync/ReadMarker";
import { TypingThrottle } from "@/sync/Typing";
import { UnderWay } from "@/sync/UnderWay";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useCopies } from "./copies";
import { itemFaults } from "./faults";
import { messageVerbs } from "./messageVerbs";
import { openRooms } from "./openRooms";
import { roomCopies } from "./roomCopies";
import { advance, byActivity, type RoomNews } from "./roomList";
import type { RoomView } from "./roomViews";

const RELOAD_PAUSE = 1_500;
const LIST_RESTS = 5_000;

export type { RoomView };

/** The rooms of the community on the screen: the list with its unread counts, and the open ones. */
export const useRooms = defineStore("rooms", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const copies = useCopies();

  const byId = shallowReactive(new Map<number, Room>());
  const loading = shallowRef(false);
  const error = shallowRef<ApiError | null>(null);
  const outgoing = shallowRef<Outgoing[]>([]);
  /** More is said than this screen can draw. */
  const hurried = shallowRef(false);
  const follows = new Map<number, () => void>();
  const { faults, clear: clearFault, attempt } = itemFaults();
  let outbox: Outbox | null = null;
  let slug: string | null = null;
  let reloading: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const underWay = new UnderWay<Room>((room) => room.id);

  const me = () => communities.me?.id ?? null;
  const ends = roomCopies(copies, (id) => screens.find(id)?.log.held !== undefined);
  const screens = openRooms({
    follow: (topic) => connection.follow(topic),
    isFollowed: (id) => follows.has(id),
    known: (id) => byId.get(id),
    ask: (id) => refresh(id),
    recall: ends.recall,
    keep: ends.keep,
  });
  const verbs = messageVerbs({ logOf: (message) => screens.find(message.room)?.log, me: () => me() ?? -1, attempt });

  const list = computed(() => [...byId.values()].sort(byActivity));
  const unread = computed(() => list.value.reduce((sum, room) => sum + (room.mine?.unread ?? 0), 0));
  const mentions = computed(() => list.value.reduce((sum, room) => sum + (room.mine?.mentions ?? 0), 0));

  // --- the list

  function keep(room: Room): Room {
    byId.set(room.id, room);
    screens.find(room.id)?.log.hear(room.rev);
    if (!follows.has(room.id)) follows.set(room.id, connection.follow(`room.${room.id}`));
    return room;
  }

  function forget(id: number): void {
    byId.delete(id);
    follows.get(id)?.();
    follows.delete(id);
    screens.verbs.close(id);
    screens.drop(id);
  }

  function tell(id: number, change: (room: Room) => Room): void {
    const room = byId.get(id);
    if (room) byId.set(id, change(room));
    underWay.tell(id, change);
  }

  async function load(at: string): Promise<void> {
    if (slug !== at) reset(at);
    const turn = ++asked;
    loading.value = byId.size === 0;
    error.value = null;
    try {
      const results = await underWay.upToDate(api.listRooms(at).then((page) => page.results));
      if (turn !== asked) return;
      settle(results);
      keepList();
    } catch (reason) {
      const fault = asApiError(reason);
      // The list that this browser kept is better than none; the connection says that it may be old.
      if (turn === asked && (byId.size === 0 || !isPassing(fault))) error.value = fault;
    } finally {
      if (turn === asked) loading.value = false;
    }
  }

  /** Its last words follow what is said and taken back, with some patience. */
  function keepList(rests?: number): void {
    const at = slug;
    if (at) copies.keep("rooms", at, () => (slug === at ? { list: [...byId.values()] } : null), rests);
  }

  function settle(results: Room[]): void {
    const there = new Set(results.map((room) => room.id));
    const gone = [...byId.keys()].filter((one) => !there.has(one));
    for (const id of gone) forget(id);
    for (const room of results) keep(room);
    void ends.settle(byId, gone).catch(() => {});
  }

  /** The list as this browser kept it. */
  async function reopen(at: string): Promise<void> {
    const [held] = await Promise.all([copies.read<{ list: Room[] }>("rooms", at), ends.learn()]);
    if (slug !== at) reset(at);
    for (const room of held?.list ?? []) keep(room);
  }

  function reset(at: string | null): void {
    for (const id of [...byId.keys()]) forget(id);
    screens.clear();
    if (at === null) ends.forget();
    outbox?.close();
    asked += 1;
    slug = at;
    const owner = communities.me;
    outbox = at && owner ? new Outbox(String(owner.id), { post, sent, changed: (entries) => (outgoing.value = entries) }) : null;
    outgoing.value = outbox?.outgoing ?? [];
    outbox?.flush();
  }

  function reloadSoon(): void {
    reloading ??= setTimeout(() => {
      reloading = undefined;
      if (slug) void load(slug);
    }, RELOAD_PAUSE * (1 + Math.random()));
  }

  async function refresh(id: number): Promise<Room> {
    const [room] = await underWay.upToDate(api.fetchRoom(id).then((one) => [one]));
    if (!room) throw new ApiError("not_found");
    return keep(room);
  }

  function setMine(id: number, mine: Partial<RoomMine>): void {
    tell(id, (room) => (room.mine ? { ...room, mine: { ...room.mine, ...mine } } : room));
  }

  // --- verbs on rooms

  const create = async (form: NewRoom) => keep(await api.createRoom(slug ?? "", form));
  const direct = async (member: number) => keep(await api.openDirect(slug ?? "", member));
  const carryOn = async (conversation: number, form: CarryOn) => keep(await carryOnElsewhere(conversation, form));
  const join = async (id: number) => keep(await api.joinRoom(id));
  const update = async (id: number, changes: Parameters<typeof api.updateRoom>[1]) => keep(await api.updateRoom(id, changes));
  async function leave(id: number): Promise<void> {
    await api.leaveRoom(id);
    forget(id);
    // An open room stays in sight for those who are not in it.
    reloadSoon();
  }
  async function setLevel(id: number, level: RoomMine["level"]): Promise<void> {
    setMine(id, await api.setRoomLevel(id, level));
  }

  // --- posting, reading, typing

  async function post(entry: OutboxEntry): Promise<Message> {
    const { room, client_id, body, reply_to } = entry;
    const files = entry.files.map((file) => file.id);
    const { message } = await connection.send("post", { room, client_id, body, reply_to, ...(files.length && { files }) });
    return message;
  }

  function sent(message: Message): void {
    news.flush();
    screens.find(message.room)?.log.receive(message);
  }

  function send(room: number, body: string, replyTo: number | null = null, files: File[] = [], clientId?: string): void {
    throttle.posted(room);
    outbox?.add(room, body, replyTo, files, clientId);
  }

  const marker = new ReadMarker(async (room, seq) => setMine(room, await connection.send("read", { room, seq })));
  const throttle = new TypingThrottle((room) => void connection.send("typing", { room }).catch(() => {}));

  function markRead(room: number, seq: number): void {
    const mine = byId.get(room)?.mine;
    if (mine && seq > mine.read_seq) marker.mark(room, seq);
  }

  /** Everything that is there now counts as read: "mark the rest read", "skip to now". */
  async function readAll(id: number): Promise<void> {
    setMine(id, await api.markRoomRead(id, byId.get(id)?.seq ?? 0));
  }

  // --- what the server tells

  function hear(id: number, news: RoomNews): void {
    const room = byId.get(id);
    tell(id, (one) => advance(one, news, me()));
    keepList(LIST_RESTS);
    if (room && news.info && news.info.slow < room.slow) outbox?.release(id);
    // How many of the calls were among what is gone, nobody here can tell.
    if (room?.mine?.mentions && news.info && news.info.gone_seq > room.mine.read_seq) void refresh(id).catch(() => {});
    for (const message of news.messages) {
      outbox?.settle(message);
      screens.find(id)?.crowd.posted(message.author.id);
    }
  }

  /** Drawn in heaps where they come faster than they are drawn; whatever else tells of a room waits for them. */
  const news = new Pace<RoomChanged>((events) => {
    for (const event of events) hear(event.room, event);
    for (const id of new Set(events.map((event) => event.room))) screens.find(id)?.log.apply(...events.filter((event) => event.room === id));
    for (const event of events) ends.hear(event.room, event.why, event);
  }, painted, { hurry: (now) => (hurried.value = now), isBusy: () => throttle.isUnderWay });
  connection.on("room.changed", (event) => news.add(event));
  connection.keep<Changes>("room", {
    held: (id) => screens.find(id)?.log.held ?? ends.held(id),
    missed: (id, changes, since) => {
      news.flush();
      // A list that is further behind than the screen is loaded anew, as its number tells.
      if ((byId.get(id)?.rev ?? 0) >= since) hear(id, changes);
      screens.find(id)?.log.catch(changes, since);
      ends.missed(id, changes);
    },
  });
  connection.on("room.joined", (event) => void refresh(event.room).catch(() => {}));
  connection.on("room.gone", (event) => {
    news.flush();
    underWay.tell(event.room, () => null);
    forget(event.room);
    ends.drop(event.room);
  });
  connection.on("read.moved", ({ room, read_seq, unread: left, mentions: calls }) =>
    setMine(room, { read_seq, unread: left, mentions: calls }),
  );
  connection.on("room.load", ({ room: id, state }) => tell(id, (room) => (room.load === state ? room : { ...room, load: state })));
  connection.on("typing", ({ room, members }) => {
    screens.find(room)?.crowd.hear(members.filter((one) => one.id !== me()));
  });
  connection.on("presence", ({ room, here, count }) => {
    const screen = screens.find(room);
    if (screen) Object.assign(screen.view, { here, hereCount: count });
  });
  connection.onNumbers((numbers) => {
    news.flush();
    for (const [topic, rev] of Object.entries(numbers)) {
      const id = topic.startsWith("room.") ? Number(topic.slice(5)) : NaN;
      screens.find(id)?.log.hear(rev);
      if ((byId.get(id)?.rev ?? rev) < rev) reloadSoon();
    }
  });
  window.addEventListener("storage", ({ key, newValue }) => outbox?.shelfChanged(key, newValue));
  connection.onOpen(() => {
    outbox?.flush();
    void marker.flush();
  });

  return {
    list, byId, loading, error, unread, mentions, outgoing, hurried, faults, clearFault,
    load, reopen, reset, refresh, create, direct, carryOn, join, leave, update, setLevel,
    ...screens.verbs,
    ...verbs,
    send, markRead, readAll, setMine,
    receive: sent,
    pendingOf: (room: number) => outgoing.value.filter((entry) => entry.room === room),
    retry: (clientId: string) => outbox?.again(clientId),
    reword: (clientId: string, body: string) => outbox?.reword(clientId, body),
    discard: (clientId: string) => outbox?.discard(clientId),
    typing: (room: number) => throttle.press(room),
  };
});
