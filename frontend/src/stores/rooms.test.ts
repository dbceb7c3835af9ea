import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { ServerEvent } from "@/api/frames";
import type { Community, Message, Room } from "@/api/shapes";
import { ada, ben, fold, message } from "@/sync/fixtures";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useRooms } from "./rooms";

const ROOM: Room = {
  id: 5, community: 1, kind: "open", name: "River", topic: "", seq: 3, rev: 3, people: 2, archived: false, load: "calm", slow: 0,
  terms: null, keeps_days: null, gone_seq: 0, gone_rev: 0, peer: null, last: null,
  mine: { read_seq: 1, unread: 2, mentions: 0, level: "all" }, can: [],
};
const HOME = { id: 1, slug: "lake", me: { ...ben }, can: ["room.post"] } as Community;

let rows: Message[];
let answers: Record<string, () => { status?: number; body: unknown }>;
let wire: FakeWebSocket;
let refusePosts: boolean;
let whenFollowed: (command: { topics: string[]; since: Record<string, number> }) => object;

class FakeWebSocket {
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    wire = this;
  }
  send(text: string) {
    const command = JSON.parse(text);
    this.sent.push(command);
    if (command.do === "follow") this.says({ re: command.id, ok: { numbers: {}, refused: [], changes: {}, ...whenFollowed(command) } });
    if (command.do === "post" && !refusePosts) {
      const stored = message(rows.length + 1, { author: ben, body: command.body, client_id: command.client_id });
      rows.push(stored);
      this.says({ re: command.id, ok: { message: stored } });
    }
  }
  close() {}
  says(frame: unknown) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const changed = (event: Partial<Extract<ServerEvent, { on: "room.changed" }>>) =>
  wire.says({ on: "room.changed", whole: true, topic: "room.5", why: "posted", room: 5, messages: [], folds: [], info: null, seq: rows.length, ...event });
const bodies = () => useRooms().view(5).snapshot.messages.map((row) => row.body);

beforeEach(async () => {
  setActivePinia(createPinia());
  localStorage.clear();
  refusePosts = false;
  whenFollowed = () => ({});
  rows = [message(1), message(2), message(3)];
  answers = {
    "GET /api/v1/communities/lake/rooms/": () => ({ body: { results: [ROOM], next: null } }),
    "GET /api/v1/rooms/5/messages/": () => ({
      body: { rev: rows.length, seq: rows.length, messages: rows, folds: [], before: false, after: false },
    }),
  };
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", async (url: string, { method }: RequestInit) => {
    const answer = answers[`${method} ${url}`]?.() ?? { status: 404, body: { code: "not_found", message: "", data: {} } };
    return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
  });
  useCommunities().current = HOME;
  useConnection().start();
  wire.onopen?.();
  await useRooms().load("lake");
  await useRooms().open(5);
});
afterEach(() => {
  useConnection().stop();
  vi.unstubAllGlobals();
});

test("an open room shows its history, follows its topics and remembers where the unread began", () => {
  expect(bodies()).toEqual(["words 1", "words 2", "words 3"]);
  expect(useRooms().view(5).unreadFrom).toBe(2);
  const followed = wire.sent.filter((one) => one.do === "follow").flatMap((one) => one.topics);
  expect(followed).toEqual(expect.arrayContaining(["room.5", "here.5"]));
});

test("what one posts appears at once and settles into exactly one row", async () => {
  const rooms = useRooms();
  rooms.send(5, "hello");
  expect(rooms.pendingOf(5)).toMatchObject([{ body: "hello", state: "sending" }]);
  await vi.waitFor(() => expect(rooms.pendingOf(5)).toEqual([]));
  changed({ rev: 4, messages: [rows[3]!] });
  expect(bodies()).toEqual(["words 1", "words 2", "words 3", "hello"]);
});

test("what is posted without a connection waits, and goes out when it is back", async () => {
  const rooms = useRooms();
  refusePosts = true;
  wire.onclose?.({ code: 1006 });
  rooms.send(5, "later");
  await vi.waitFor(() => expect(rooms.pendingOf(5)).toMatchObject([{ state: "waiting" }]));
  refusePosts = false;
  useConnection().retryNow();
  wire.onopen?.();
  await vi.waitFor(() => expect(rooms.pendingOf(5)).toEqual([]));
  expect(bodies()).toContain("later");
});

test("a reaction that is refused goes back and says why on the message", async () => {
  const rooms = useRooms();
  answers["PUT /api/v1/messages/101/reactions/%F0%9F%91%8D/"] = () => ({ status: 403, body: { code: "forbidden", message: "", data: {} } });
  const done = rooms.react(rows[0]!, "👍");
  expect(rooms.view(5).snapshot.messages[0]!.reactions).toMatchObject([{ emoji: "👍", members: [ben.id] }]);
  await done;
  expect(rooms.view(5).snapshot.messages[0]!.reactions).toEqual([]);
  expect(rooms.faults.get(101)).toMatchObject({ code: "forbidden" });
});

test("a promotion turns its messages into one card, and its undo turns them back", async () => {
  const rooms = useRooms();
  const folded = rows.slice(0, 2).map((row) => ({ ...row, fold: 9, rev: 4 }));
  changed({ rev: 4, messages: folded, folds: [fold(9, 1, { rev: 4 })] });
  expect(rooms.view(5).items.map((item) => item.type)).toEqual(["fold", "message"]);
  const back = folded.map((row) => ({ ...row, fold: null, rev: 5 }));
  changed({ rev: 5, messages: back, folds: [fold(9, 1, { rev: 5, undone: true })] });
  await vi.waitFor(() => expect(rooms.view(5).items.map((item) => item.type)).toEqual(["message", "message", "message"]));
});

test("the list counts what comes in and what was read elsewhere", () => {
  const rooms = useRooms();
  rows.push(message(4, { author: ada, mentions: [ben.id] }));
  changed({ rev: 4, messages: [rows[3]!] });
  expect(rooms.byId.get(5)?.mine).toMatchObject({ unread: 3, mentions: 1 });
  wire.says({ on: "read.moved", topic: "member.2", room: 5, read_seq: 4, unread: 0, mentions: 0 });
  expect(rooms.unread).toBe(0);
});

test("what is told while the list is under way is not lost when an older answer comes", async () => {
  const rooms = useRooms();
  let answer = () => {};
  vi.stubGlobal("fetch", () => new Promise((answered) => {
    answer = () => answered(new Response(JSON.stringify({ results: [ROOM], next: null })));
  }));
  const loaded = rooms.load("lake");
  changed({ rev: 4, seq: 4, messages: [message(4, { mentions: [ben.id] })] });
  wire.says({ on: "room.load", topic: "room.5", room: 5, state: "busy", chat_rate: 9 });
  answer();
  await loaded;
  expect(rooms.byId.get(5)).toMatchObject({ seq: 4, rev: 4, load: "busy", last: { seq: 4 }, mine: { unread: 3, mentions: 1 } });
});

test("a place that cannot be fetched says so, and the newest words can be asked for again", async () => {
  const rooms = useRooms();
  await rooms.jumpTo(5, 900);
  expect(rooms.view(5).error?.code).toBe("not_found");
  await rooms.open(5);
  expect(rooms.view(5).error).toBe(null);
});

test("a room that one is taken out of while the list is under way does not come back with it", async () => {
  const rooms = useRooms();
  let answer = () => {};
  vi.stubGlobal("fetch", () => new Promise((answered) => {
    answer = () => answered(new Response(JSON.stringify({ results: [ROOM], next: null })));
  }));
  const loaded = rooms.load("lake");
  wire.says({ on: "room.gone", topic: "member.2", room: 5 });
  answer();
  await loaded;
  expect(rooms.list).toEqual([]);
});

test("a room that was read at its end is kept as it is, an older part of it is not", async () => {
  const rooms = useRooms();
  rooms.close(5);
  expect(rooms.view(5).snapshot.loaded).toBe(true);
  answers["GET /api/v1/rooms/5/messages/?around=1"] = () => ({ body: { rev: 3, seq: 3, messages: [rows[0]], folds: [], before: false, after: true } });
  await rooms.open(5, 1);
  expect(bodies()).toEqual(["words 1"]);
  rooms.close(5);
  await rooms.open(5);
  expect(bodies()).toEqual(["words 1", "words 2", "words 3"]);
});

test("of a room that is known it stands there at once where the unread begins", () => {
  const rooms = useRooms();
  rooms.close(5);
  expect(rooms.view(5).unreadFrom).toBeNull();
  void rooms.open(5);
  expect(rooms.view(5)).toMatchObject({ unreadFrom: 2, loading: false });
});

test("a room that one was taken out of leaves the list", () => {
  wire.says({ on: "room.gone", topic: "member.2", room: 5 });
  expect(useRooms().list).toEqual([]);
});

test("who comes back shows and counts what was said meanwhile without asking again", async () => {
  const rooms = useRooms();
  rows.push(message(4, { author: ada }));
  const info = { ...ROOM, rev: 4, seq: 4 };
  whenFollowed = ({ topics, since }) =>
    topics.includes("room.5")
      ? { numbers: { "room.5": 4 }, changes: { "room.5": { rev: 4, seq: 4, messages: rows.filter((row) => row.rev > since["room.5"]!), folds: [], info, more: false } } }
      : {};
  answers = {};
  wire.onclose?.({ code: 1006 });
  useConnection().retryNow();
  wire.onopen?.();
  await vi.waitFor(() => expect(bodies()).toEqual(["words 1", "words 2", "words 3", "words 4"]));
  expect(rooms.byId.get(5)).toMatchObject({ rev: 4, mine: { unread: 3 } });
});
