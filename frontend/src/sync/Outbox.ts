import { type ApiError, asApiError, isPassing } from "@/api/http";
import type { File, Message } from "@/api/shapes";

import { Pauses } from "./Pauses";
import { uuid } from "./uuid";

export interface OutboxEntry {
  client_id: string;
  room: number;
  body: string;
  reply_to: number | null;
  files: File[];
  at: string;
  state: "waiting" | "sending" | "failed";
  error: { code: string; data: Record<string, unknown> } | null;
}

/** What the server asked to wait for, and when this post goes out (by this machine's clock, in milliseconds). */
export interface Hold {
  code: string;
  until: number;
}

/** A post as its author sees it. */
export interface Outgoing extends OutboxEntry {
  hold: Hold | null;
}

export interface OutboxPorts {
  post(entry: OutboxEntry): Promise<Message>;
  sent(message: Message): void;
  changed(outgoing: Outgoing[]): void;
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;
/** Runs one holder of a name at a time, over all tabs. */
export type Turns = (name: string, act: () => Promise<void>) => Promise<void>;

/** Without locks (plain http, old web views, frames without storage) tabs may send the same post at once; its client id keeps it single. */
const turnsOfTabs: Turns = async (name, act) => {
  let begun = false;
  const once = () => ((begun = true), act());
  try {
    await navigator.locks.request(name, once);
  } catch (reason) {
    if (begun) throw reason;
    await act();
  }
};

const SLOW_MODE = "room.slow_mode";
/** Refusals that say when to come again: the post waits so long, and those behind it wait with it. */
const SOON: readonly string[] = [SLOW_MODE, "rate.limited", "post.too_fast", "newcomer.messages", "room.dominating"];
/** Seconds before another try where nobody said when: not the same for everybody whom one server failed. */
const tryAgain = () => 2.5 + Math.random() * 2.5;

/**
 * Posts on their way out. Each keeps its client id until it is acknowledged, over reloads too, so that however
 * often it is sent it is stored once. One storage key an entry, so that two tabs do not overwrite each other; they
 * take turns at sending, and whichever is open sends what another one left.
 */
export class Outbox {
  entries: OutboxEntry[] = [];

  private readonly busy = new Set<number>();
  private readonly unshelved = new Set<string>();
  private readonly pauses = new Pauses((room) => this.goOn(room));
  private closed = false;

  constructor(
    private readonly owner: string,
    private readonly ports: OutboxPorts,
    private readonly shelf: Shelf = localStorage,
    private readonly turns: Turns = turnsOfTabs,
  ) {
    this.entries = this.stored();
  }

  add(room: number, body: string, replyTo: number | null = null, files: File[] = [], clientId = uuid()): OutboxEntry {
    const known = this.entries.find((entry) => entry.client_id === clientId);
    if (known) return known;
    const at = new Date().toISOString();
    const entry: OutboxEntry = {
      client_id: clientId,
      room,
      body,
      reply_to: replyTo,
      files,
      at,
      state: "waiting",
      error: null,
    };
    this.entries = [...this.entries, entry];
    this.save(entry);
    this.publish();
    this.flush();
    return entry;
  }

  /** One at a time in each room, so that posts keep the order in which they were written. */
  flush(): void {
    if (this.closed) return;
    this.adopt();
    for (const room of new Set(this.entries.map((entry) => entry.room))) void this.flushRoom(room);
  }

  again(clientId: string): void {
    this.update(clientId, { state: "waiting", error: null });
    this.flush();
  }

  /** Says it otherwise, in the same place and under the same id. */
  reword(clientId: string, body: string): void {
    this.update(clientId, { body, state: "waiting", error: null });
    this.flush();
  }

  discard(clientId: string): void {
    this.remove(clientId);
  }

  /** The room is slowed down less, or no longer: what waits for that tries now. */
  release(room: number): void {
    if (this.pauses.of(room)?.code === SLOW_MODE) this.pauses.end(room);
  }

  /** Another tab put a post on the shelf, learned its fate, or took it off: it was sent or discarded there. */
  shelfChanged(key: string | null, value: string | null): void {
    if (!key?.startsWith(this.keyOf(""))) return;
    const known = this.entries.find((entry) => this.keyOf(entry.client_id) === key);
    if (!known) this.takeOver();
    else if (value === null) this.remove(known.client_id);
    else if (known.state !== "sending") this.learn(known, JSON.parse(value) as OutboxEntry);
  }

  private learn(known: OutboxEntry, { state, error }: OutboxEntry): void {
    const fate = { state: state === "failed" ? state : "waiting", error } as const;
    this.entries = this.entries.map((entry) => (entry === known ? { ...entry, ...fate } : entry));
    this.publish();
  }

  close(): void {
    this.closed = true;
    this.pauses.clear();
  }

  /** The event of a post may arrive before its answer, or instead of it. */
  settle(message: Message): void {
    if (message.client_id && this.entries.some((entry) => entry.client_id === message.client_id)) {
      this.remove(message.client_id);
    }
  }

  get outgoing(): Outgoing[] {
    const ahead = new Map<number, number>();
    return this.entries.map((entry) => {
      if (entry.state === "failed") return { ...entry, hold: null };
      const place = ahead.get(entry.room) ?? 0;
      ahead.set(entry.room, place + 1);
      return { ...entry, hold: this.holdOf(entry.room, place) };
    });
  }

  private holdOf(room: number, place: number): Hold | null {
    const pause = this.pauses.of(room);
    return pause && SOON.includes(pause.code) ? { code: pause.code, until: pause.until + place * pause.step } : null;
  }

  private goOn(room: number): void {
    this.publish();
    void this.flushRoom(room);
  }

  private async flushRoom(room: number): Promise<void> {
    if (this.busy.has(room) || this.holdOf(room, 0)) return;
    this.busy.add(room);
    try {
      await this.turns(this.keyOf(`room.${room}`), () => this.deliverAll(room));
    } finally {
      this.busy.delete(room);
    }
  }

  private async deliverAll(room: number): Promise<void> {
    let entry = this.nextOf(room);
    while (entry && !this.closed && (await this.deliver(entry))) entry = this.nextOf(room);
  }

  /** The first one that waits; what another tab sent while we waited for our turn is gone from the shelf. */
  private nextOf(room: number): OutboxEntry | undefined {
    for (const entry of this.entries) {
      if (entry.room !== room || entry.state !== "waiting") continue;
      if (this.isShelved(entry)) return entry;
      this.remove(entry.client_id);
    }
    return undefined;
  }

  private isShelved(entry: OutboxEntry): boolean {
    return this.unshelved.has(entry.client_id) || this.shelf.getItem(this.keyOf(entry.client_id)) !== null;
  }

  private takeOver(): void {
    if (this.adopt()) this.publish();
  }

  /** Posts that other tabs left on the shelf, in the order in which they were written. */
  private adopt(): boolean {
    const known = new Set(this.entries.map((entry) => entry.client_id));
    const left = this.stored().filter((entry) => !known.has(entry.client_id));
    if (left.length) this.entries = [...this.entries, ...left].sort(byTime);
    return left.length > 0;
  }

  /** Whether to go on with the next one. */
  private async deliver(entry: OutboxEntry): Promise<boolean> {
    this.update(entry.client_id, { state: "sending" });
    try {
      const message = await this.ports.post(entry);
      this.ports.sent(message);
      this.remove(entry.client_id);
      return true;
    } catch (reason) {
      return this.keepOrFail(entry, asApiError(reason));
    }
  }

  private keepOrFail(entry: OutboxEntry, error: ApiError): boolean {
    if (!isPassing(error) && !SOON.includes(error.code)) {
      this.update(entry.client_id, { state: "failed", error: { code: error.code, data: error.data } });
      return true;
    }
    // Without a connection the reconnect flushes; every other delay needs a time of its own.
    if (error.code !== "offline" && !this.closed) this.pause(entry.room, error);
    this.update(entry.client_id, { state: "waiting" });
    return false;
  }

  private pause(room: number, { code, data }: ApiError): void {
    const step = code === SLOW_MODE ? Number(data.seconds ?? 0) : 0;
    this.pauses.begin(room, code, Number(data.retry_after ?? tryAgain()), step);
  }

  private update(clientId: string, change: Partial<OutboxEntry>): void {
    this.entries = this.entries.map((entry) => (entry.client_id === clientId ? { ...entry, ...change } : entry));
    const changed = this.entries.find((entry) => entry.client_id === clientId);
    if (changed) this.save(changed);
    this.publish();
  }

  private remove(clientId: string): void {
    this.entries = this.entries.filter((entry) => entry.client_id !== clientId);
    this.shelf.removeItem(this.keyOf(clientId));
    this.publish();
  }

  private publish(): void {
    this.ports.changed(this.outgoing);
  }

  private keyOf(clientId: string): string {
    return `oxbow.outbox.${this.owner}.${clientId}`;
  }

  private save(entry: OutboxEntry): void {
    try {
      this.shelf.setItem(this.keyOf(entry.client_id), JSON.stringify(entry));
    } catch {
      // Storage may be full or forbidden: the post still goes out, it only does not outlive the page.
      this.unshelved.add(entry.client_id);
    }
  }

  private stored(): OutboxEntry[] {
    const entries: OutboxEntry[] = [];
    for (let at = 0; at < this.shelf.length; at += 1) {
      const key = this.shelf.key(at);
      if (!key?.startsWith(this.keyOf(""))) continue;
      const entry = JSON.parse(this.shelf.getItem(key) ?? "null") as OutboxEntry | null;
      if (entry) entries.push({ ...entry, files: entry.files ?? [], state: entry.state === "failed" ? "failed" : "waiting" });
    }
    return entries.sort(byTime);
  }
}

const byTime = (a: OutboxEntry, b: OutboxEntry) => a.at.localeCompare(b.at);
