import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** What is kept of each kind, and how many of it: the oldest go first. */
const MOST = { me: 1, community: 10, rooms: 10, board: 10, room: 50, thread: 20 } as const;
export type Kind = keyof typeof MOST;

/** Characters of JSON in all. */
const LARGEST = 12_000_000;
const NAME = "oxbow";
const OWNER = "owner";

/** One line about each copy, so that nobody has to read the copies to know which are there. */
export interface Sheet {
  key: string;
  kind: Kind;
  id: string;
  at: number;
  size: number;
  /** The number up to which nothing is missing in it, where the copy has one. */
  rev: number | null;
}

interface Tables extends DBSchema {
  sheets: { key: string; value: Sheet };
  values: { key: string; value: unknown };
  meta: { key: string; value: string };
}
type Database = IDBPDatabase<Tables>;

async function openTables(): Promise<Database> {
  return openDB<Tables>(NAME, 1, {
    upgrade(database) {
      database.createObjectStore("sheets", { keyPath: "key" });
      database.createObjectStore("values");
      database.createObjectStore("meta");
    },
  });
}

const keyOf = (kind: Kind, id: string | number) => `${kind}:${id}`;

/**
 * What one person last saw, kept in this browser: enough to open without a network. Only ever a copy: where the
 * browser has no room for it or forbids it, everything is fetched.
 */
export class LocalCopy {
  private owner: string | null = null;
  private database: Promise<Database | null> | null = null;

  constructor(
    private readonly open: () => Promise<Database> = openTables,
    private readonly now: () => number = Date.now,
    private readonly largest = LARGEST,
  ) {}

  /** Whose copy this is from now on; that of anybody else is wiped. */
  async claim(owner: string): Promise<void> {
    if (this.owner === owner) return;
    this.owner = owner;
    await this.attempt(async (database) => {
      const last = await database.get("meta", OWNER);
      if (last !== owner) await this.clear(database, owner);
    });
  }

  /** The person whose copy lies here is signed in until the server says otherwise. */
  async resume(): Promise<void> {
    const last = await this.attempt((database) => database.get("meta", OWNER));
    this.owner ??= last ?? null;
  }

  async read<T>(kind: Kind, id: string | number = ""): Promise<T | null> {
    if (this.owner === null) return null;
    const found = await this.attempt((database) => database.get("values", keyOf(kind, id)));
    return (found as T | undefined) ?? null;
  }

  async sheets(kind: Kind): Promise<Sheet[]> {
    const all = await this.attempt((database) => database.getAll("sheets"));
    return (all ?? []).filter((sheet) => sheet.kind === kind).sort((a, b) => b.at - a.at);
  }

  async write(kind: Kind, id: string | number, value: object): Promise<void> {
    await this.change(kind, id, () => value);
  }

  /** `change` gets what is kept, or null; null from it leaves things as they are. */
  async change<T extends object>(kind: Kind, id: string | number, change: (held: T | null) => T | null): Promise<void> {
    const { owner } = this;
    if (owner === null) return;
    await this.attempt(async (database) => {
      const tables = database.transaction(["meta", "sheets", "values"], "readwrite");
      const values = tables.objectStore("values");
      const key = keyOf(kind, id);
      // Another tab may have wiped everything, or somebody else signed in there.
      const next = (await tables.objectStore("meta").get(OWNER)) === owner ? change(((await values.get(key)) as T | undefined) ?? null) : null;
      if (next) {
        const rev = "rev" in next && typeof next.rev === "number" ? next.rev : null;
        const size = JSON.stringify(next).length;
        await values.put(next, key);
        await tables.objectStore("sheets").put({ key, kind, id: String(id), at: this.now(), size, rev });
      }
      await tables.done;
      await this.trim(database);
    });
  }

  async drop(kind: Kind, id: string | number): Promise<void> {
    await this.attempt((database) => this.remove(database, [keyOf(kind, id)]));
  }

  /** Everything kept so far goes; it stays the same person's. */
  async empty(): Promise<void> {
    const { owner } = this;
    if (owner !== null) await this.attempt((database) => this.clear(database, owner));
  }

  /** Nothing of anybody is left, and what is still on its way here is not kept. */
  async wipe(): Promise<void> {
    this.owner = null;
    await this.attempt((database) => this.clear(database, null));
  }

  private async clear(database: Database, owner: string | null): Promise<void> {
    const tables = database.transaction(["meta", "sheets", "values"], "readwrite");
    await Promise.all([tables.objectStore("sheets").clear(), tables.objectStore("values").clear(), tables.objectStore("meta").clear()]);
    if (owner !== null) await tables.objectStore("meta").put(owner, OWNER);
    await tables.done;
  }

  private async trim(database: Database): Promise<void> {
    const newest = (await database.getAll("sheets")).sort((a, b) => b.at - a.at);
    const counts = new Map<Kind, number>();
    let size = 0;
    const extra = newest.filter((sheet) => {
      const count = (counts.get(sheet.kind) ?? 0) + 1;
      counts.set(sheet.kind, count);
      size += sheet.size;
      return count > MOST[sheet.kind] || size > this.largest;
    });
    if (extra.length) await this.remove(database, extra.map((sheet) => sheet.key));
  }

  private async remove(database: Database, keys: string[]): Promise<void> {
    const tables = database.transaction(["sheets", "values"], "readwrite");
    await Promise.all(keys.flatMap((key) => [tables.objectStore("sheets").delete(key), tables.objectStore("values").delete(key)]));
    await tables.done;
  }

  /** Private windows and full disks refuse: then there is no copy, and the network answers as ever. */
  private async attempt<T>(act: (database: Database) => Promise<T>): Promise<T | undefined> {
    try {
      this.database ??= this.open().catch(() => null);
      const database = await this.database;
      return database ? await act(database) : undefined;
    } catch {
      return undefined;
    }
  }
}
