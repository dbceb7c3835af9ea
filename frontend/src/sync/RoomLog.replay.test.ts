// @vitest-environment node
import { expect, test, vi } from "vitest";

import type { RoomChanged } from "@/api/frames";
import type { Changes, Fold, History, Message } from "@/api/shapes";

import { RoomLog } from "./RoomLog";
import trace from "./traces/room.json";

const FRAMES = trace.frames as unknown as RoomChanged[];
const PAGE = 3;

/** Numbers that look like chance and are the same in every run (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The room as the server had it when so many of the frames had been told. */
class Server {
  private readonly rows = new Map<number, Message>();
  private readonly folds = new Map<number, Fold>();
  rev = 0;
  private seq = 0;

  tell(event: RoomChanged): void {
    for (const row of event.messages) this.rows.set(row.id, row);
    for (const fold of event.folds) this.folds.set(fold.id, fold);
    this.rev = event.rev;
    this.seq = event.seq;
  }

  page = (): History => ({ rev: this.rev, seq: this.seq, gone_seq: 0, gone_rev: 0, messages: [...this.rows.values()], folds: [...this.folds.values()], before: false, after: false });

  /** A change that touched several rows is never cut in two. */
  changes(since: number): Changes {
    const revs = [...new Set([...this.rows.values(), ...this.folds.values()].map((row) => row.rev))].filter((rev) => rev > since).sort((a, b) => a - b);
    const upTo = revs.length > PAGE ? revs[PAGE - 1]! : Math.max(since, this.rev);
    const within = <Row extends { rev: number }>(rows: Iterable<Row>) => [...rows].filter((row) => row.rev > since && row.rev <= upTo);
    return { rev: upTo, seq: this.seq, messages: within(this.rows.values()), folds: within(this.folds.values()), info: null, more: upTo < this.rev } as unknown as Changes;
  }
}

/** Answers take a while: some are on their way while frames come. */
function late<Answer>(chance: () => number, answer: () => Answer): Promise<Answer> {
  const read = chance() < 0.5 ? answer() : undefined;
  return new Promise((resolve) => setTimeout(() => resolve(read ?? answer()), Math.floor(chance() * 40)));
}

async function replay(seed: number): Promise<RoomLog> {
  const chance = chances(seed);
  const server = new Server();
  const log = new RoomLog({ history: () => late(chance, server.page), changes: (since) => late(chance, () => server.changes(since)) });
  const waiting: RoomChanged[] = [];
  const opensAt = Math.floor(chance() * FRAMES.length);
  for (const [place, frame] of FRAMES.entries()) {
    server.tell(frame);
    if (place === opensAt) void log.show();
    if (place >= opensAt) receive(log, frame, waiting, chance);
    if (chance() < 0.1) log.hear(server.rev);
    await vi.advanceTimersByTimeAsync(Math.floor(chance() * 20));
  }
  for (const frame of waiting) log.apply(frame);
  await vi.advanceTimersByTimeAsync(60);
  log.hear(server.rev);
  await vi.advanceTimersByTimeAsync(60 * FRAMES.length);
  return log;
}

/** A frame is lost, comes twice, comes late, or comes as it should, alone or after those that waited. */
function receive(log: RoomLog, frame: RoomChanged, waiting: RoomChanged[], chance: () => number): void {
  const fate = chance();
  if (fate < 0.2) return;
  if (fate < 0.4) {
    waiting.push(frame);
    return;
  }
  if (fate < 0.5) log.apply(...waiting.splice(0), frame);
  else if (fate < 0.6) log.apply(frame, frame);
  else log.apply(frame);
}

const byId = <Row extends { id: number }>(rows: readonly Row[]) => [...rows].sort((a, b) => a.id - b.id);

test.each(Array.from({ length: 200 }, (_, seed) => seed + 1))("a real talk with lost, doubled and late frames ends as the server has it (%i)", async (seed) => {
  vi.useFakeTimers();
  try {
    const { snapshot } = await replay(seed);
    expect(snapshot.rev).toBe(FRAMES.length);
    expect(byId(snapshot.messages)).toEqual(byId(trace.messages as unknown as Message[]));
    expect(byId(snapshot.folds)).toEqual(byId(trace.folds as unknown as Fold[]));
  } finally {
    vi.useRealTimers();
  }
});
