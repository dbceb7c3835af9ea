import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { Announcement } from "@/api/uploads";

const NAME = "oxbow-unsent";
/** Bytes in all. */
const LARGEST = 150_000_000;
/** Bytes that are left to whatever else this site keeps. */
const SPARED = 20_000_000;
/** Milliseconds after which nobody comes back for it. */
const OLD = 7 * 24 * 3_600_000;

/** How far a file got: where on the server, and how many bytes of it. */
export interface Mark {
  address: string;
  sent: number;
}

/** A file that has not arrived: where it is to go along, and which tab sends it. */
export interface Unsent extends Mark {
  id: string;
  home: string;
  tab: string;
  at: number;
  size: number;
  told: Announcement;
}

export interface Found {
  unsent: Unsent;
  bytes: Blob;
}

interface Tables extends DBSchema {
  files: { key: string; value: Unsent };
  bytes: { key: string; value: Blob };
}
type Database = IDBPDatabase<Tables>;

const openTables = (): Promise<Database> =>
  openDB<Tables>(NAME, 1, {
    upgrade(database) {
      database.createObjectStore("files", { keyPath: "id" });
      database.createObjectStore("bytes");
    },
  });

/** What the browser would still give. */
async function spare(): Promise<number> {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage - SPARED;
}

/**
 * Files on their way up, kept in this browser so that the next page goes on with them. Only what has not arrived lies
 * here: what has is on the server. Where there is no room, or the browser forbids it, `keep` says so.
 */
export class UnsentFiles {
  private database: Promise<Database> | null = null;

  constructor(
    private readonly open: () => Promise<Database> = openTables,
    private readonly room: () => Promise<number> = spare,
    private readonly now: () => number = Date.now,
  ) {}

  async keep(file: Omit<Unsent, "at" | "size">, bytes: Blob): Promise<boolean> {
    const kept = await this.attempt(async (database) => {
      const room = Math.min(await this.room(), LARGEST - (await this.size(database)));
      if (bytes.size > room) return false;
      const tables = database.transaction(["files", "bytes"], "readwrite");
      await tables.objectStore("bytes").put(bytes, file.id);
      await tables.objectStore("files").put({ ...file, at: this.now(), size: bytes.size });
      await tables.done;
      return true;
    });
    return kept ?? false;
  }

  note(id: string, mark: Mark): Promise<void> {
    return this.change(({ id: one }) => one === id, () => mark);
  }

  move(from: string, to: string, tab: string): Promise<void> {
    return this.change((one) => one.home === from && one.tab === tab, () => ({ home: to }));
  }

  async drop(id: string): Promise<void> {
    await this.attempt((database) => this.remove(database, [id]));
  }

  /** The tabs that send something of this owner, or did; what is too old goes. */
  async tabs(owner: string): Promise<string[]> {
    const all = await this.attempt(async (database) => {
      const files = await database.getAll("files");
      const old = files.filter(({ at }) => at < this.now() - OLD);
      if (old.length) await this.remove(database, old.map(({ id }) => id));
      return files.filter((file) => !old.includes(file) && file.home.startsWith(owner));
    });
    return [...new Set(all?.map(({ tab }) => tab))];
  }

  /** What one tab left is another's from now on, in the order in which it was brought. */
  async takeOver(owner: string, left: string, tab: string): Promise<Found[]> {
    await this.change((one) => one.tab === left && one.home.startsWith(owner), () => ({ tab }));
    const found = await this.attempt(async (database) => {
      const mine = (await database.getAll("files")).filter((one) => one.tab === tab && one.home.startsWith(owner));
      const bytes = await Promise.all(mine.map(({ id }) => database.get("bytes", id)));
      return mine.flatMap((unsent, at) => (bytes[at] ? [{ unsent, bytes: bytes[at] }] : []));
    });
    return (found ?? []).sort((a, b) => a.unsent.at - b.unsent.at);
  }

  async wipe(): Promise<void> {
    await this.attempt(async (database) => {
      const tables = database.transaction(["files", "bytes"], "readwrite");
      await Promise.all([tables.objectStore("files").clear(), tables.objectStore("bytes").clear(), tables.done]);
    });
  }

  private async size(database: Database): Promise<number> {
    return (await database.getAll("files")).reduce((sum, { size }) => sum + size, 0);
  }

  private async change(which: (file: Unsent) => boolean, how: (file: Unsent) => Partial<Unsent>): Promise<void> {
    await this.attempt(async (database) => {
      const table = database.transaction("files", "readwrite");
      const files = (await table.store.getAll()).filter(which);
      await Promise.all([...files.map((file) => table.store.put({ ...file, ...how(file) })), table.done]);
    });
  }

  private async remove(database: Database, ids: string[]): Promise<void> {
    const tables = database.transaction(["files", "bytes"], "readwrite");
    await Promise.all([...ids.flatMap((id) => [tables.objectStore("files").delete(id), tables.objectStore("bytes").delete(id)]), tables.done]);
  }

  /** Private windows and full disks refuse. */
  private async attempt<T>(act: (database: Database) => Promise<T>): Promise<T | undefined> {
    try {
      this.database ??= this.open();
      return await act(await this.database);
    } catch {
      return undefined;
    }
  }
}
