import type { File as Kept } from "@/api/shapes";

const SHELF = "oxbow.tray.";

/** Files that have arrived and are not sent yet, kept in this browser for when the page is opened again. Other tabs keep theirs beside them. */
export class TrayShelf {
  /** What this tab put there, by place. */
  private readonly mine = new Map<string, Map<number, Kept>>();

  constructor(private readonly storage: Storage) {}

  read(place: string): Kept[] {
    const found = this.storage.getItem(SHELF + place);
    return found ? (JSON.parse(found) as Kept[]) : [];
  }

  /** These are in the tray of a place now, and no others of this tab. */
  settle(place: string, files: readonly Kept[]): void {
    const now = new Map(files.map((file) => [file.id, file]));
    const before = this.mine.get(place) ?? new Map<number, Kept>();
    if (now.size === before.size && [...now.keys()].every((id) => before.has(id))) return;
    this.mine.set(place, now);
    const others = this.read(place).filter(({ id }) => !now.has(id) && !before.has(id));
    this.write(place, [...others, ...now.values()]);
  }

  private write(place: string, files: Kept[]): void {
    if (files.length) this.storage.setItem(SHELF + place, JSON.stringify(files));
    else this.storage.removeItem(SHELF + place);
  }
}

/** What another tab took off the shelf, as the browser tells of it: the place, and the files that were sent or given up there. */
export function takenAway({ key, oldValue, newValue }: Pick<StorageEvent, "key" | "oldValue" | "newValue">): { place: string; files: number[] } | null {
  if (!key?.startsWith(SHELF) || !oldValue) return null;
  const left = new Set(idsIn(newValue));
  return { place: key.slice(SHELF.length), files: idsIn(oldValue).filter((id) => !left.has(id)) };
}

const idsIn = (value: string | null): number[] => (value ? (JSON.parse(value) as Kept[]).map((file) => file.id) : []);
