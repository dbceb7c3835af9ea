import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ApiError } from "@/api/http";
import type { Message } from "@/api/shapes";

import { message } from "./fixtures";
import { Outbox, type OutboxEntry, type Outgoing } from "./Outbox";

let stored: Message[];
let verdict: (entry: OutboxEntry) => ApiError | null;
let afterwards: ApiError | null;

/** Like the server: the same client id again gets the first answer. */
async function post(entry: OutboxEntry): Promise<Message> {
  const error = verdict(entry);
  if (error) throw error;
  let found = stored.find((one) => one.client_id === entry.client_id);
  if (!found) {
    found = message(stored.length + 1, { client_id: entry.client_id, body: entry.body, room: entry.room });
    stored.push(found);
  }
  if (afterwards) throw afterwards;
  return found;
}

const make = () => new Outbox("7", { post, sent: () => {}, changed: () => {} });
const bodies = () => stored.map((one) => one.body);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  stored = [];
  verdict = () => null;
  afterwards = null;
});
afterEach(() => vi.useRealTimers());

test("posts written offline go out once, in order, when the connection is back", async () => {
  verdict = () => new ApiError("offline");
  const outbox = make();
  for (const body of ["one", "two", "three"]) outbox.add(5, body);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(stored).toEqual([]);
  verdict = () => null;
  outbox.flush();
  outbox.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(bodies()).toEqual(["one", "two", "three"]);
  expect(outbox.entries).toEqual([]);
});

test("a post that was refused goes out in other words, once, in its own place", async () => {
  verdict = (entry) => (entry.body === "https://example.org" ? new ApiError("link.bare") : null);
  const outbox = make();
  const { client_id } = outbox.add(5, "https://example.org");
  outbox.add(5, "two");
  await vi.advanceTimersByTimeAsync(0);
  expect(outbox.entries.map(({ state, error }) => [state, error?.code])).toEqual([["failed", "link.bare"]]);
  outbox.reword(client_id, "Why it fails: https://example.org");
  await vi.advanceTimersByTimeAsync(0);
  expect(stored.map((one) => [one.client_id === client_id, one.body])).toEqual([
    [false, "two"],
    [true, "Why it fails: https://example.org"],
  ]);
  expect(outbox.entries).toEqual([]);
});

test("a post whose acknowledgement was lost is not stored twice", async () => {
  afterwards = new ApiError("timeout");
  const outbox = make();
  outbox.add(5, "once");
  await vi.advanceTimersByTimeAsync(0);
  expect(outbox.entries).toHaveLength(1);
  afterwards = null;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(bodies()).toEqual(["once"]);
  expect(outbox.entries).toEqual([]);
});

test("unsent posts outlive the page, for the same person only", async () => {
  verdict = () => new ApiError("offline");
  make().add(5, "kept");
  await vi.advanceTimersByTimeAsync(0);
  const again = make();
  expect(again.entries.map((entry) => [entry.body, entry.state])).toEqual([["kept", "waiting"]]);
  const other = new Outbox("8", { post, sent: () => {}, changed: () => {} });
  expect(other.entries).toEqual([]);
});

test("a refused post stays, says why, and does not hold up the next one", async () => {
  verdict = (entry) => (entry.body ? null : new ApiError("message.empty", { limit: 6000 }));
  const outbox = make();
  const refused = outbox.add(5, "");
  outbox.add(5, "fine");
  await vi.advanceTimersByTimeAsync(0);
  expect(bodies()).toEqual(["fine"]);
  expect(outbox.entries).toMatchObject([{ client_id: refused.client_id, state: "failed", error: { code: "message.empty" } }]);
  outbox.discard(refused.client_id);
  expect(outbox.entries).toEqual([]);
  expect(localStorage.length).toBe(0);
});

test("a failed post can be tried again under the same client id", async () => {
  verdict = () => new ApiError("room.read_only");
  const outbox = make();
  const { client_id } = outbox.add(5, "again");
  await vi.advanceTimersByTimeAsync(0);
  verdict = () => null;
  outbox.again(client_id);
  await vi.advanceTimersByTimeAsync(0);
  expect(stored.map((one) => one.client_id)).toEqual([client_id]);
});

test("when told to slow down it waits as long as it was told", async () => {
  verdict = () => new ApiError("rate.limited", { retry_after: 12 });
  const outbox = make();
  outbox.add(5, "slowly");
  await vi.advanceTimersByTimeAsync(0);
  verdict = () => null;
  await vi.advanceTimersByTimeAsync(11_000);
  expect(stored).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(bodies()).toEqual(["slowly"]);
});

test("the event of a post settles it as well as its answer", async () => {
  verdict = () => new ApiError("offline");
  const outbox = make();
  const { client_id } = outbox.add(5, "seen");
  await vi.advanceTimersByTimeAsync(0);
  outbox.settle(message(1, { client_id }));
  expect(outbox.entries).toEqual([]);
});

test("a stuck room does not hold up another", async () => {
  verdict = (entry) => (entry.room === 5 ? new ApiError("rate.limited", { retry_after: 60 }) : null);
  const outbox = make();
  outbox.add(5, "stuck");
  outbox.add(6, "free");
  await vi.advanceTimersByTimeAsync(0);
  expect(bodies()).toEqual(["free"]);
});

/** One message in so many seconds, as the server counts it. */
function slowMode(seconds: number): void {
  let free = 0;
  verdict = () => {
    const left = Math.ceil((free - Date.now()) / 1000);
    if (left > 0) return new ApiError("room.slow_mode", { retry_after: left, seconds });
    free = Date.now() + seconds * 1000;
    return null;
  };
}
const holds = (outgoing: Outgoing[]) => outgoing.map(({ body, hold }) => [body, hold && Math.round((hold.until - Date.now()) / 1000)]);

test("in slow mode posts go out one after the other, in order, without anybody doing anything", async () => {
  slowMode(30);
  const outbox = make();
  for (const body of ["one", "two", "three"]) outbox.add(5, body);
  await vi.advanceTimersByTimeAsync(0);
  expect(bodies()).toEqual(["one"]);
  expect(holds(outbox.outgoing)).toEqual([["two", 30], ["three", 60]]);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(bodies()).toEqual(["one"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(bodies()).toEqual(["one", "two"]);
  expect(holds(outbox.outgoing)).toEqual([["three", 30]]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(bodies()).toEqual(["one", "two", "three"]);
});

test("what is written while others wait queues behind them and asks nobody", async () => {
  slowMode(30);
  const outbox = make();
  for (const body of ["one", "two"]) outbox.add(5, body);
  await vi.advanceTimersByTimeAsync(10_000);
  verdict = () => expect.unreachable("nothing may be sent before its time");
  outbox.add(5, "three");
  outbox.flush();
  await vi.advanceTimersByTimeAsync(19_000);
  expect(holds(outbox.outgoing)).toEqual([["two", 1], ["three", 31]]);
});

test("a post that waits can be cancelled, and the next one takes its turn", async () => {
  slowMode(30);
  const outbox = make();
  const [, second] = ["one", "two", "three"].map((body) => outbox.add(5, body));
  await vi.advanceTimersByTimeAsync(0);
  outbox.discard(second!.client_id);
  expect(holds(outbox.outgoing)).toEqual([["three", 30]]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(bodies()).toEqual(["one", "three"]);
});

test("when the room is slowed down no longer, what waits goes out at once", async () => {
  slowMode(900);
  const outbox = make();
  for (const body of ["one", "two"]) outbox.add(5, body);
  await vi.advanceTimersByTimeAsync(1_000);
  verdict = () => null;
  outbox.release(5);
  await vi.advanceTimersByTimeAsync(0);
  expect(bodies()).toEqual(["one", "two"]);
});

test("who flooded waits as told, whatever becomes of the room's slow mode", async () => {
  verdict = () => new ApiError("rate.limited", { retry_after: 12 });
  const outbox = make();
  outbox.add(5, "slowly");
  await vi.advanceTimersByTimeAsync(0);
  verdict = () => null;
  outbox.release(5);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(stored).toEqual([]);
  expect(holds(outbox.outgoing)).toEqual([["slowly", 1]]);
});

test("a room that waits long does not make another wait as long", async () => {
  verdict = (entry) => (entry.room === 5 ? new ApiError("rate.limited", { retry_after: 60 }) : new ApiError("timeout"));
  const outbox = make();
  outbox.add(6, "soon");
  outbox.add(5, "late");
  await vi.advanceTimersByTimeAsync(0);
  verdict = () => null;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(bodies()).toEqual(["soon"]);
});

test("after a reload the server is asked again how long it is", async () => {
  slowMode(30);
  const before = make();
  for (const body of ["one", "two"]) before.add(5, body);
  await vi.advanceTimersByTimeAsync(10_000);
  before.close();
  const outbox = make();
  outbox.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(holds(outbox.outgoing)).toEqual([["two", 20]]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(bodies()).toEqual(["one", "two"]);
});

test("a post that was cancelled in another tab is not sent by this one", async () => {
  slowMode(30);
  const here = make();
  for (const body of ["one", "two"]) here.add(5, body);
  await vi.advanceTimersByTimeAsync(0);
  const [waiting] = here.entries;
  here.shelfChanged(`oxbow.outbox.7.${waiting!.client_id}`, null);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(bodies()).toEqual(["one"]);
});

/** One holder at a time, as the browser's locks give it over all tabs. */
function turnstile() {
  let last: Promise<void> = Promise.resolve();
  return (_name: string, act: () => Promise<void>) => (last = last.then(act));
}

test("two tabs send what both of them know of once, in order", async () => {
  const turns = turnstile();
  let sent = 0;
  const ports = { post: (entry: OutboxEntry) => ((sent += 1), post(entry)), sent: () => {}, changed: () => {} };
  verdict = () => new ApiError("offline");
  const one = new Outbox("7", ports, localStorage, turns);
  one.add(5, "first");
  one.add(5, "second");
  await vi.advanceTimersByTimeAsync(0);
  const other = new Outbox("7", ports, localStorage, turns);
  sent = 0;
  verdict = () => null;
  one.flush();
  other.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(bodies()).toEqual(["first", "second"]);
  expect(sent).toBe(2);
  expect(other.entries).toEqual([]);
});

test("what a closed tab left goes out from the one that is open", async () => {
  const open = make();
  verdict = () => new ApiError("offline");
  const closed = make();
  closed.add(5, "left behind");
  await vi.advanceTimersByTimeAsync(0);
  closed.close();
  verdict = () => null;
  open.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(bodies()).toEqual(["left behind"]);
});

test("a refusal in another tab is shown here, and not asked for again", async () => {
  verdict = () => new ApiError("offline");
  const here = make();
  const entry = here.add(5, "refused elsewhere");
  await vi.advanceTimersByTimeAsync(0);
  verdict = () => null;
  const failed = { ...entry, state: "failed", error: { code: "room.read_only", data: {} } };
  here.shelfChanged(`oxbow.outbox.7.${entry.client_id}`, JSON.stringify(failed));
  here.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(here.outgoing[0]?.error?.code).toBe("room.read_only");
  expect(stored).toEqual([]);
});
