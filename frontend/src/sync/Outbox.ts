import { type ApiError, asApiError, isPassing } from "@/api/http";
import type { Message } from "@/api/shapes";

import { uuid } from "./uuid";

export interface OutboxEntry {
  client_id: string;
  room: number;
  body: string;
  reply_to: number | null;
  at: string;
  state: "waiting" | "sending" | "failed";
  error: { code: string; data: Record<string, unknown> } | null;
}

export interface OutboxPorts {
  post(entry: OutboxEntry): Promise<Message>;
  sent(message: Message): void;
  changed(entries: OutboxEntry[]): void;
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * Posts on their way out. Each keeps its client id until it is acknowledged, over reloads too, so that however
 * often it is sent it is stored once. One storage key an entry, so that two tabs do not overwrite each other.
 */
export class Outbox {
  entries: OutboxEntry[] = [];

  private readonly busy = new Set<number>();
  private retry?: ReturnType<typeof setTimeout>;
  private closed = false;

  constructor(
    private readonly owner: string,
    private readonly ports: OutboxPorts,
    private readonly shelf: Shelf = localStorage,
  ) {
    this.entries = this.stored();
  }

  add(room: number, body: string, replyTo: number | null = null): OutboxEntry {
    const at = new Date().toISOString();
    const entry: OutboxEntry = {
      client_id: uuid(),
      room,
      body,
      reply_to: replyTo,
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
    for (const room of new Set(this.entries.map((entry) => entry.room))) void this.flushRoom(room);
  }

  again(clientId: string): void {
    this.update(clientId, { state: "waiting", error: null });
    this.flush();
  }

  discard(clientId: string): void {
    this.remove(clientId);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
  }

  /** The event of a post may arrive before its answer, or instead of it. */
  settle(message: Message): void {
    if (message.client_id && this.entries.some((entry) => entry.client_id === message.client_id)) {
      this.remove(message.client_id);
    }
  }

  private async flushRoom(room: number): Promise<void> {
    if (this.busy.has(room)) return;
    this.busy.add(room);
    try {
      let entry = this.nextOf(room);
      while (entry && !this.closed && (await this.deliver(entry))) entry = this.nextOf(room);
    } finally {
      this.busy.delete(room);
    }
  }

  private nextOf(room: number): OutboxEntry | undefined {
    return this.entries.find((entry) => entry.room === room && entry.state === "waiting");
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
    if (!isPassing(error)) {
      this.update(entry.client_id, { state: "failed", error: { code: error.code, data: error.data } });
      return true;
    }
    this.update(entry.client_id, { state: "waiting" });
    // Without a connection the reconnect flushes; every other delay needs a timer of its own.
    if (error.code !== "offline") this.flushAfter(Number(error.data.retry_after ?? 5));
    return false;
  }

  private flushAfter(seconds: number): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.flush(), seconds * 1000);
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
    this.ports.changed(this.entries);
  }

  private keyOf(clientId: string): string {
    return `oxbow.outbox.${this.owner}.${clientId}`;
  }

  private save(entry: OutboxEntry): void {
    try {
      this.shelf.setItem(this.keyOf(entry.client_id), JSON.stringify(entry));
    } catch {
      // Storage may be full or forbidden: the post still goes out, it only does not outlive the page.
    }
  }

  private stored(): OutboxEntry[] {
    const entries: OutboxEntry[] = [];
    for (let at = 0; at < this.shelf.length; at += 1) {
      const key = this.shelf.key(at);
      if (!key?.startsWith(this.keyOf(""))) continue;
      const entry = JSON.parse(this.shelf.getItem(key) ?? "null") as OutboxEntry | null;
      if (entry) entries.push({ ...entry, state: entry.state === "failed" ? "failed" : "waiting" });
    }
    return entries.sort((a, b) => a.at.localeCompare(b.at));
  }
}
