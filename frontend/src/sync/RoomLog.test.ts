// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { RoomChanged, Why } from "@/api/frames";
import type { HistoryQuery } from "@/api/rooms";
import type { Changes, Fold, History, Message, RoomInfo } from "@/api/shapes";

import { fold, message } from "./fixtures";
import { NOTHING_GONE } from "./gone";
import { OWN_EVENT } from "./ownEvent";
import { MOST_ROWS, RoomLog, SLACK } from "./RoomLog";

const PAGE = 50;

/** A room as the server keeps it: rows by place, each with the number of its latest change. */
class Room {
  rows: Message[] = [];
  folds: Fold[] = [];
  rev = 0;
  gone = NOTHING_GONE;
  spared: number[] = [];
  asked: string[] = [];
  beforeAnswer: () => void = () => {};

  post(more: Partial<Message> = {}): RoomChanged {
    const row = message(this.rows.length + 1, { ...more, rev: ++this.rev });
    this.rows.push(row);
    return this.event([row]);
  }
  edit(seq: number, change: Partial<Message>): RoomChanged {
    const row = { ...this.rows[seq - 1]!, ...change, rev: ++this.rev };
    this.rows[seq - 1] = row;
    return this.event([row]);
  }
  fold(seqs: number[]): RoomChanged {
    this.rev += 1;
    const made = fold(1, seqs[0]!, { rev: this.rev, count: seqs.length });
    this.folds.push(made);
    for (const seq of seqs) this.rows[seq - 1] = { ...this.rows[seq - 1]!, fold: 1, rev: this.rev };
    return { ...this.event(seqs.map((seq) => this.rows[seq - 1]!)), folds: [made] };
  }
  /** Everything up to a place goes, but for what is spared. */
  expire(upTo: number, ...spared: number[]): RoomChanged {
    this.rev += 1;
    this.gone = { gone_seq: upTo, gone_rev: this.rev };
    this.spared = spared;
    return { ...this.event([]), why: "expired", info: this.info };
  }
  get info(): RoomInfo {
    return { ...this.gone } as RoomInfo;
  }
  private standing(rows: Message[]): Message[] {
    return rows.filter((row) => row.seq > this.gone.gone_seq || this.spared.includes(row.seq));
  }
  event(messages: Message[]): RoomChanged {
    const { rev } = this;
    return { on: "room.changed", whole: true, topic: "room.5", why: "posted", room: 5, seq: this.rows.length, rev, messages, folds: [], info: null };
  }

  history = async ({ before, after, around }: HistoryQuery): Promise<History> => {
    this.asked.push("history");
    let from = this.rows.length - PAGE;
    if (before !== undefined) from = before - 1 - PAGE;
    if (after !== undefined) from = after;
    if (around !== undefined) from = around - PAGE / 2;
    from = Math.max(0, from);
    const to = before === undefined ? from + PAGE : before - 1;
    const messages = this.rows.slice(from, to);
    const page = { rev: this.rev, seq: this.rows.length, ...this.gone, messages: this.standing(messages), folds: [...this.folds], before: from > 0, after: to < this.rows.length };
    this.beforeAnswer();
    return page;
  };
  readonly whys: Why[] = [];
  changes = async (since: number, why: Why): Promise<Changes> => {
    this.whys.push(why);
    this.asked.push(`changes ${since}`);
    const rows = this.rows.filter((row) => row.rev > since).sort((a, b) => a.rev - b.rev);
    const messages = this.standing(rows.slice(0, PAGE));
    const folds = this.folds.filter((one) => one.rev > since);
    return { rev: this.rev, seq: this.rows.length, messages, folds, info: this.info, more: rows.length > PAGE };
  };
}

let room: Room;
let log: RoomLog;
const seqs = () => log.snapshot.messages.map((row) => row.seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const settled = () => vi.waitFor(() => expect(log.snapshot.rev).toBe(room.rev));

async function withMessages(count: number, around?: number) {
  for (let at = 0; at < count; at += 1) room.post();
  await log.show(around);
}

beforeEach(() => {
  room = new Room();
  log = new RoomLog(room);
});
afterEach(() => {
  vi.useRealTimers();
});

test("a lost event is fetched, not missed", async () => {
  await withMessages(3);
  room.post();
  log.apply(room.post());
  await settled();
  expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  expect(room.asked).toEqual(["history", "changes 3"]);
});

test("it says why it fetches: a gap, an event without rows, a number that was told, one's own post, further pages", async () => {
  await withMessages(1);
  room.post();
  log.apply(room.post());
  await settled();
  log.apply({ ...room.post(), whole: false, messages: [] });
  await settled();
  room.post();
  log.hear(room.rev);
  await settled();
  log.receive(room.post().messages[0]!);
  await settled();
  for (let at = 0; at < 60; at += 1) room.post();
  log.hear(room.rev);
  await settled();
  expect(room.whys).toEqual(["gap", "slim", "told", "own", "told", "more"]);
});

test("an event heard twice or late changes nothing", async () => {
  await withMessages(2);
  const old = room.edit(1, { body: "first wording" });
  const recent = room.edit(1, { body: "second wording" });
  log.apply(recent);
  log.apply(old);
  log.apply(old);
  await settled();
  expect(log.snapshot.messages[0]!.body).toBe("second wording");
  expect(seqs()).toEqual([1, 2]);
});

test("a beat with a higher number brings what was missed, over several pages", async () => {
  await withMessages(1);
  for (let at = 0; at < 120; at += 1) room.post();
  log.hear(room.rev);
  await settled();
  expect(seqs()).toEqual(range(1, 121));
  expect(room.asked).toEqual(["history", "changes 1", "changes 51", "changes 101"]);
});

test("far behind, the present is read anew", async () => {
  await withMessages(2);
  for (let at = 0; at < 1200; at += 1) room.post();
  log.hear(room.rev);
  await settled();
  expect(seqs()).toEqual(range(1153, 1202));
});

test("an event that overtakes the first page is not lost", async () => {
  for (let at = 0; at < 3; at += 1) room.post();
  room.beforeAnswer = () => {
    room.beforeAnswer = () => {};
    log.apply(room.post());
  };
  await log.show();
  await settled();
  expect(seqs()).toEqual([1, 2, 3, 4]);
});

test("older pages go above what is there", async () => {
  await withMessages(120);
  expect(seqs()).toEqual(range(71, 120));
  await log.showOlder();
  expect(seqs()).toEqual(range(21, 120));
  await log.showOlder();
  await log.showOlder();
  expect(seqs()).toEqual(range(1, 120));
  expect(log.snapshot.before).toBe(false);
});

test("while the past is read, new messages wait below and leave no hole", async () => {
  await withMessages(200, 100);
  log.apply(room.post());
  expect(seqs()).toEqual(range(76, 125));
  expect(log.snapshot.seq).toBe(201);
  while (log.snapshot.after) await log.showNewer();
  expect(seqs()).toEqual(range(76, 201));
});

test("a message that comes while the last page is under way is not lost", async () => {
  await withMessages(160, 100);
  room.beforeAnswer = () => {
    room.beforeAnswer = () => {};
    log.apply(room.post());
  };
  await log.showNewer();
  await settled();
  expect(seqs()).toEqual(range(76, 161));
});

test("changes to rows that are not on the screen stay off it", async () => {
  await withMessages(200);
  log.apply(room.edit(3, { body: "changed" }));
  await settled();
  expect(seqs()).toEqual(range(151, 200));
});

test("the number of rows is bounded, on the side where nobody reads", async () => {
  await withMessages(MOST_ROWS + 200);
  for (let at = 0; at < 12; at += 1) await log.showOlder();
  expect(log.snapshot.messages).toHaveLength(MOST_ROWS);
  expect(log.snapshot.after).toBe(true);
  await log.show();
  log.atEnd = true;
  const sizes = Array.from({ length: 2 * MOST_ROWS }, () => (log.apply(room.post()), log.snapshot.messages.length));
  expect(Math.max(...sizes)).toBe(MOST_ROWS + SLACK);
  expect(Math.min(...sizes.slice(MOST_ROWS))).toBe(MOST_ROWS);
  expect(log.snapshot.before).toBe(true);
  expect(log.snapshot.after).toBe(false);
});

test("a promotion is one change, and its undo brings every row back", async () => {
  await withMessages(6);
  log.apply(room.fold([2, 4]));
  await settled();
  expect(log.snapshot.messages.filter((row) => row.fold === 1).map((row) => row.seq)).toEqual([2, 4]);
  expect(room.asked).toEqual(["history"]);
});

test("an optimistic change can be taken back, unless the server spoke since", async () => {
  await withMessages(2);
  const undo = log.patch(101, { body: "guess" });
  expect(log.snapshot.messages[0]!.body).toBe("guess");
  undo();
  expect(log.snapshot.messages[0]!.body).toBe("words 1");
  const undoLate = log.patch(101, { body: "guess" });
  log.apply(room.edit(1, { body: "the truth" }));
  undoLate();
  expect(log.snapshot.messages[0]!.body).toBe("the truth");
});

test("one's own acknowledged post and its event are one row", async () => {
  await withMessages(1);
  const event = room.post();
  log.receive(event.messages[0]!);
  log.apply(event);
  await settled();
  expect(seqs()).toEqual([1, 2]);
});

test("one's own post is fetched only where its event stays out", async () => {
  await withMessages(1);
  vi.useFakeTimers();
  const event = room.post();
  log.receive(event.messages[0]!);
  log.apply(event);
  await vi.advanceTimersByTimeAsync(OWN_EVENT);
  expect(room.asked).toEqual(["history"]);
  log.receive(room.post().messages[0]!);
  await vi.advanceTimersByTimeAsync(OWN_EVENT);
  expect(room.asked).toEqual(["history", "changes 2"]);
  expect(log.snapshot.rev).toBe(3);
});

test("what was missed comes along with a new connection, and nothing is fetched", async () => {
  await withMessages(3);
  const since = log.held!;
  room.post();
  room.post();
  const page = await room.changes(since, "told");
  room.asked.length = 0;
  log.catch(page, since);
  log.hear(room.rev);
  expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  expect(room.asked).toEqual([]);
});

test("what was missed since a number that is higher than that of the page shown leaves a gap, so it is fetched", async () => {
  await withMessages(2);
  room.post();
  const since = room.rev;
  room.post();
  log.catch(await room.changes(since, "told"), since);
  expect(seqs()).toEqual([1, 2]);
  log.hear(room.rev);
  await settled();
  expect(seqs()).toEqual([1, 2, 3, 4]);
});

test("what the room lets go of is gone here too, and what is spared comes with the next page", async () => {
  await withMessages(60);
  log.apply(room.expire(40, 20, 30));
  expect(seqs()).toEqual(range(41, 60));
  expect(log.snapshot.before).toBe(true);
  await log.showOlder();
  expect(seqs()).toEqual([20, 30, ...range(41, 60)]);
});

test("where all that is shown is gone, what is left is read anew", async () => {
  await withMessages(20);
  log.apply(room.expire(20, 3));
  await vi.waitFor(() => expect(seqs()).toEqual([3]));
});

test("whoever was away hears of it with what changed", async () => {
  await withMessages(20);
  room.expire(10);
  room.post();
  log.hear(room.rev);
  await settled();
  expect(seqs()).toEqual(range(11, 21));
});

test("a page that was read before does not bring it back", async () => {
  await withMessages(120);
  room.beforeAnswer = () => {
    room.beforeAnswer = () => {};
    log.apply(room.expire(60));
  };
  await log.showOlder();
  expect(seqs()).toEqual(range(61, 120));
});

test("the same news again leaves what is spared where it is", async () => {
  await withMessages(20);
  const event = room.expire(10, 5);
  log.apply(event);
  await log.showOlder();
  log.apply({ ...room.event([]), info: room.info });
  expect(seqs()).toEqual([5, ...range(11, 20)]);
});
