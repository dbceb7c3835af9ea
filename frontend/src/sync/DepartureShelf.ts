import type { NewThread } from "@/api/shapes";

type Reply = { to: "thread"; thread: number; parent: number | null; body: string };
type Thread = { to: "board" } & Omit<NewThread, "client_id" | "files">;

/** What was sent off to the board while the server was away. The words stay in their field until they are out. */
export interface Departure {
  client_id: string;
  /** Where its draft lies, and where its files do. */
  place: string;
  tray: string;
  files: number[];
  /** What the draft said: if it says something else by then, nobody sent that off. */
  draft: string;
  post: Reply | Thread;
}

const SHELF = "oxbow.departure.";

/** What waits to go out, kept in this browser under its owner and place for the next page, and for the other tabs. */
export class DepartureShelf {
  constructor(private readonly storage: Storage) {}

  put(owner: number, departure: Departure): void {
    try {
      this.storage.setItem(keyOf(owner, departure.place), JSON.stringify(departure));
    } catch {
      // No room: it goes out from this page, or stays in its field as a draft.
    }
  }

  drop(owner: number, place: string): void {
    this.storage.removeItem(keyOf(owner, place));
  }

  /** In no order: each goes to a place of its own. */
  all(owner: number): Departure[] {
    return Array.from({ length: this.storage.length }, (_, at) => this.storage.key(at) ?? "")
      .filter((key) => key.startsWith(keyOf(owner, "")))
      .map((key) => JSON.parse(this.storage.getItem(key)!) as Departure);
  }
}

/** Whether the browser tells of this owner's departures: another tab sent one off, sent it out, or took it back. */
export const tellsOf = (owner: number, { key }: Pick<StorageEvent, "key">): boolean => key?.startsWith(keyOf(owner, "")) ?? false;

const keyOf = (owner: number, place: string) => `${SHELF}${owner}.${place}`;
