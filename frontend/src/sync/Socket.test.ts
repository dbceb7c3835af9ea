// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Backoff } from "./Backoff";
import { Socket, type SocketState, type Wire } from "./Socket";

class FakeWire implements Wire {
  sent: { id: number; do: string; [field: string]: unknown }[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  says(...frames: unknown[]) {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
  last(name: string) {
    return this.sent.filter((one) => one.do === name).pop()!;
  }
}

let wires: FakeWire[];
let socket: Socket;
let states: SocketState[];

const wire = () => wires[wires.length - 1]!;

function connect() {
  socket.start();
  wire().onopen?.();
}

beforeEach(() => {
  vi.useFakeTimers();
  wires = [];
  states = [];
  socket = new Socket(
    () => {
      wires.push(new FakeWire());
      return wire();
    },
    new Backoff(() => 1),
  );
  socket.listen({ state: (state) => states.push(state) });
});
afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

test("an answer settles the command that asked, whatever came in between", async () => {
  connect();
  const first = socket.send("read", { room: 5, seq: 10 });
  const second = socket.send("typing", { room: 5 });
  wire().says({ re: wire().last("typing").id, ok: {} });
  await expect(second).resolves.toEqual({});
  wire().says({ re: wire().last("read").id, ok: { read_seq: 10, unread: 0, mentions: 0 } });
  await expect(first).resolves.toEqual({ read_seq: 10, unread: 0, mentions: 0 });
});

test("a refusal carries its code and data", async () => {
  connect();
  const post = socket.send("post", { room: 5, client_id: "a", body: "", reply_to: null });
  wire().says({ re: wire().last("post").id, error: { code: "message.empty", message: "Empty.", data: { limit: 6000 } } });
  await expect(post).rejects.toMatchObject({ code: "message.empty", data: { limit: 6000 } });
});

test("a command without an answer times out", async () => {
  connect();
  const read = socket.send("read", { room: 5, seq: 1 });
  vi.advanceTimersByTime(10_000);
  await expect(read).rejects.toMatchObject({ code: "timeout" });
});

test("a lost connection fails what was under way and refuses new commands until it is back", async () => {
  connect();
  const read = socket.send("read", { room: 5, seq: 1 });
  wire().onclose?.({ code: 1006 });
  await expect(read).rejects.toMatchObject({ code: "offline" });
  await expect(socket.send("typing", { room: 5 })).rejects.toMatchObject({ code: "offline" });
});

test("several events in one frame are heard in order", () => {
  const heard: string[] = [];
  socket.listen({ event: (event) => heard.push(event.on) });
  connect();
  wire().says([{ on: "hello" }, { on: "room.gone", room: 1 }, { on: "room.joined", room: 2 }]);
  expect(heard).toEqual(["hello", "room.gone", "room.joined"]);
});

test("topics asked for together go out as one follow, and again after a reconnect", async () => {
  connect();
  socket.follow("room.1");
  socket.follow("here.1");
  await Promise.resolve();
  expect(wire().last("follow").topics).toEqual(["room.1", "here.1"]);
  wire().onclose?.({ code: 4008 });
  vi.advanceTimersByTime(1000);
  wire().onopen?.();
  expect(wires).toHaveLength(2);
  expect(wire().last("follow").topics).toEqual(["room.1", "here.1"]);
});

test("a topic held twice is let go of once nobody holds it", async () => {
  connect();
  const letGo = socket.follow("room.1");
  const letGoToo = socket.follow("room.1");
  await Promise.resolve();
  letGo();
  letGo();
  expect(wire().last("unfollow")).toBeUndefined();
  letGoToo();
  expect(wire().last("unfollow").topics).toEqual(["room.1"]);
});

test("more than 200 topics are asked for in several commands", async () => {
  connect();
  for (let at = 0; at < 250; at += 1) socket.follow(`room.${at}`);
  await Promise.resolve();
  expect(wire().sent.map((one) => (one.topics as string[]).length)).toEqual([200, 50]);
});

test("numbers of a follow and of a beat are told", async () => {
  const heard: unknown[] = [];
  socket.listen({ numbers: (numbers) => heard.push(numbers) });
  connect();
  socket.follow("room.1");
  await Promise.resolve();
  wire().says({ re: wire().last("follow").id, ok: { numbers: { "room.1": 7 }, refused: [] } });
  await vi.advanceTimersByTimeAsync(0);
  wire().says({ on: "beat", n: 118, numbers: { "room.1": 9 } });
  expect(heard).toEqual([{ "room.1": 7 }, { "room.1": 9 }]);
});

test("every beat is answered with its number", () => {
  connect();
  wire().says({ on: "beat", n: 118, numbers: {} });
  expect(wire().last("beat").n).toBe(118);
});

test("delays grow, and the tries are forgotten after a minute of health", () => {
  connect();
  for (const delay of [1000, 2000, 4000]) {
    wire().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(delay - 1);
    expect(socket.state).toBe("waiting");
    vi.advanceTimersByTime(1);
    wire().onopen?.();
  }
  vi.advanceTimersByTime(30_000);
  wire().says({ on: "beat", n: 1, numbers: {} });
  vi.advanceTimersByTime(30_000);
  wire().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(1000);
  expect(socket.state).toBe("connecting");
});

test.each([4008, 1012, 1001])("sent away with %i, it is back within a second, whatever trouble there was before", (code) => {
  connect();
  for (const delay of [1000, 2000, 4000]) {
    wire().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(delay);
  }
  wire().onopen?.();
  wire().onclose?.({ code });
  expect(socket.state).toBe("waiting");
  vi.advanceTimersByTime(999);
  expect(wires).toHaveLength(4);
  vi.advanceTimersByTime(1);
  expect(wires).toHaveLength(5);
});

test.each([
  [{ code: 4008 }, "restart"],
  [{ code: 1012 }, "restart"],
  [{ code: 4008, reason: "slow" }, "slow"],
  [{ code: 4008, reason: "silent" }, "silent"],
  [{ code: 4008, reason: "whatever" }, "restart"],
  [{ code: 1006 }, "lost"],
] as const)("coming back after %o, it says why it follows again, through tries that fail", (closed, why) => {
  connect();
  socket.follow("room.1");
  wire().onclose?.(closed);
  vi.advanceTimersByTime(1000);
  wire().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(2000);
  wire().onopen?.();
  expect(wire().last("follow").why).toBe(why);
});

test("what is followed for the first time was opened, also after a loss", async () => {
  connect();
  socket.follow("room.1");
  await Promise.resolve();
  expect(wire().last("follow").why).toBe("opened");
  wire().says({ re: wire().last("follow").id, ok: { numbers: {}, refused: [], changes: {} } });
  await Promise.resolve();
  socket.lose();
  vi.advanceTimersByTime(1000);
  wire().onopen?.();
  expect(wire().last("follow").why).toBe("lost");
  socket.follow("room.2");
  await Promise.resolve();
  expect(wire().last("follow")).toMatchObject({ topics: ["room.2"], why: "opened" });
});

test.each([4008, 1012, 1001])("a restart that sends everybody away with %i does not bring everybody back at once", (code) => {
  const crowd = Array.from({ length: 200 }, () => {
    const door = new FakeWire();
    let opened = 0;
    const one = new Socket(() => ((opened += 1), door));
    one.start();
    door.onopen?.();
    return { one, door, opened: () => opened };
  });
  for (const { door } of crowd) door.onclose?.({ code });
  const back = () => crowd.filter(({ opened }) => opened() > 1).length;
  expect(back()).toBe(0);
  vi.advanceTimersByTime(500);
  expect(back()).toBeGreaterThan(50);
  expect(back()).toBeLessThan(150);
  vi.advanceTimersByTime(500);
  expect(back()).toBe(200);
  for (const { one } of crowd) one.stop();
});

test("who is sent away time and again waits longer each time", () => {
  connect();
  for (const delay of [1000, 2000, 4000]) {
    wire().onclose?.({ code: 4008 });
    vi.advanceTimersByTime(delay - 1);
    expect(socket.state).toBe("waiting");
    vi.advanceTimersByTime(1);
    wire().onopen?.();
  }
});

test("silence is taken for a dead connection", () => {
  connect();
  vi.advanceTimersByTime(65_000);
  expect(socket.state).toBe("waiting");
  expect(wire().closed).toBe(true);
});

test("without a session it stops trying", () => {
  connect();
  wire().onclose?.({ code: 4401 });
  vi.advanceTimersByTime(120_000);
  expect(states).toEqual(["connecting", "open", "refused"]);
  expect(wires).toHaveLength(1);
});

test("after flooding it pauses for half a minute", () => {
  connect();
  wire().onclose?.({ code: 4429 });
  vi.advanceTimersByTime(29_999);
  expect(wires).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(wires).toHaveLength(2);
});

test("after a sleep in which the beat failed to come, a nudge connects anew", () => {
  connect();
  vi.advanceTimersByTime(30_000);
  socket.nudge();
  expect(wires).toHaveLength(1);
  vi.advanceTimersByTime(10_000);
  socket.nudge();
  expect(wires).toHaveLength(2);
});

test("a nudge connects at once, and only while it waits", () => {
  connect();
  socket.nudge();
  expect(wires).toHaveLength(1);
  wire().onclose?.({ code: 1006 });
  socket.nudge();
  expect(wires).toHaveLength(2);
});

test("a new connection asks for what changed since the numbers that are held, and hands it on before the new ones", async () => {
  const heard: unknown[] = [];
  socket.listen({
    held: (topic) => (topic === "room.5" ? 7 : undefined),
    missed: (topic, changes, since) => heard.push([topic, changes, since]),
    numbers: (numbers) => heard.push(numbers),
  });
  connect();
  socket.follow("room.5");
  socket.follow("here.5");
  await vi.advanceTimersByTimeAsync(0);
  const asked = wire().last("follow");
  expect(asked.since).toEqual({ "room.5": 7 });
  const changes = { "room.5": { rev: 9 } };
  wire().says({ re: asked.id, ok: { numbers: { "room.5": 9 }, refused: [], changes } });
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual([["room.5", { rev: 9 }, 7], { "room.5": 9 }]);
});
