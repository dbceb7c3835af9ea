import { fetchHistory } from "@/api/rooms";
import type { Changes, Room, RoomInfo } from "@/api/shapes";
import type { RoomSnapshot } from "@/sync/RoomLog";
import { UnderWay } from "@/sync/UnderWay";
import { caughtUp, endOf, LAST, type RoomStretch, withChanges } from "@/sync/stretches";

import type { useCopies } from "./copies";

type Copies = Pick<ReturnType<typeof useCopies>, "keep" | "change" | "read" | "write" | "drop" | "sheets">;

/** Kept rooms that changed more than a reconnect tells are fetched again, the last read ones; the others go. */
const FETCHED_AGAIN = 10;

/**
 * The kept ends of rooms. Those on the screen are copied as they change; those that are not follow along, so that
 * nobody finds in this browser what was recalled elsewhere.
 */
export function roomCopies(copies: Copies, isOpen: (room: number) => boolean) {
  const revs = new Map<number, number>();
  const underWay = new UnderWay<RoomStretch & { id: number }>((stretch) => stretch.id);

  async function learn(): Promise<void> {
    for (const { id, rev } of await copies.sheets("room")) if (rev !== null) revs.set(Number(id), rev);
  }

  function keep(id: number, snapshot: () => RoomSnapshot): void {
    copies.keep("room", id, () => {
      const end = endOf(snapshot());
      if (end) revs.set(id, end.rev);
      return end;
    });
  }

  function drop(id: number): void {
    if (revs.delete(id)) void copies.drop("room", id);
  }

  /** Words of a room that is not on the screen were changed or taken back. */
  function hear(id: number, why: string, rows: Pick<Changes, "messages" | "folds"> & { info?: RoomInfo | null }): void {
    underWay.tell(id, (held) => ({ ...withChanges(held, rows), id }));
    if (isOpen(id) || why === "posted" || !revs.has(id)) return;
    void copies.change<RoomStretch>("room", id, (held) => withChanges(held, rows));
  }

  /** What changed while the connection was away. */
  function missed(id: number, changes: Changes): void {
    if (isOpen(id) || !revs.has(id)) return;
    if (!changes.more) revs.set(id, changes.rev);
    void copies.change<RoomStretch>("room", id, (held) => caughtUp(held, changes));
  }

  /** The list as the server has it: rooms that are gone go here too, and what fell behind is fetched in its turn. */
  async function settle(rooms: ReadonlyMap<number, Room>, gone: Iterable<number>): Promise<void> {
    for (const id of gone) drop(id);
    const behind = (await copies.sheets("room"))
      .map((sheet) => Number(sheet.id))
      .filter((id) => !isOpen(id) && (rooms.get(id)?.rev ?? 0) > (revs.get(id) ?? Infinity));
    for (const id of behind.slice(FETCHED_AGAIN)) drop(id);
    for (const id of behind.slice(0, FETCHED_AGAIN)) await fetchAgain(id);
  }

  async function fetchAgain(id: number): Promise<void> {
    const [page] = await underWay.upToDate(fetchHistory(id, { limit: LAST }).then((history) => [{ ...history, id, after: false as const }]));
    if (!page || isOpen(id)) return;
    revs.set(id, page.rev);
    await copies.write("room", id, page);
  }

  return {
    learn,
    keep,
    drop,
    hear,
    missed,
    settle,
    recall: (id: number) => copies.read<RoomStretch>("room", id),
    held: (id: number) => (isOpen(id) ? undefined : revs.get(id)),
    forget: () => revs.clear(),
  };
}
