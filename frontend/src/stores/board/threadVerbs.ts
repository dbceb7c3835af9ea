import type { Citing, NewThread, Thread, ThreadMine } from "@/api/shapes";
import * as api from "@/api/threads";
import { uuid } from "@/sync/uuid";

import type { itemFaults } from "../faults";
import { kindVerbs } from "../threadKinds";
import type { Shelf } from "./shelf";

type Attempt = ReturnType<typeof itemFaults>["attempt"];

/** What is done with whole threads. What everybody sees at once is shown at once, and taken back when it is refused. */
export function threadVerbs(shelf: Shelf, attempt: Attempt) {
  const { threads, order, keep, setMine } = shelf;

  async function create(form: Omit<NewThread, "client_id"> & { client_id?: string }): Promise<Thread> {
    const thread = keep(await api.createThread(shelf.slug, { client_id: uuid(), ...form }));
    order.value = [thread.id, ...order.value.filter((id) => id !== thread.id)];
    return thread;
  }

  async function change(id: number, optimistic: Partial<Thread>, act: () => Promise<Thread>): Promise<void> {
    const held = threads.get(id);
    if (held) threads.set(id, { ...held, ...optimistic });
    const before = held && Object.fromEntries(Object.keys(optimistic).map((name) => [name, held[name as keyof Thread]]));
    const undo = () => {
      const now = threads.get(id);
      // Whoever changed it meanwhile was told what it is.
      if (now && now.rev === held?.rev) threads.set(id, { ...now, ...before });
    };
    const changed = await attempt(-id, undo, act);
    if (changed) keep(changed);
  }

  const lock = (id: number, on: boolean) => change(id, { locked: on }, () => api.lockThread(id, on));
  const pin = (id: number, on: boolean) => change(id, { pinned: on }, () => api.pinThread(id, on));
  const update = (id: number, changes: { title?: string; tags?: string[] }) => change(id, changes, () => api.updateThread(id, changes));
  const restore = (id: number) => change(id, { removed: null }, () => api.restoreThread(id));

  /** Throws what stands against it: whoever moves it can ask the authors then. */
  const move = async (id: number, to: number): Promise<Thread> => keep(await api.moveThread(id, to));

  /** The thread in which its posts stand from now on. */
  const merge = async (id: number, into: number): Promise<Thread> => keep(await api.mergeThread(id, into));

  const split = async (id: number, form: { client_id: string; posts: number[]; title: string }): Promise<Thread> => keep(await api.splitThread(id, form));

  /** One's own is taken back; of others', it is said by which article, and why. */
  async function remove(id: number, citing?: Citing): Promise<void> {
    await api.deleteThread(id, citing);
    shelf.drop(id);
  }

  async function setLevel(id: number, level: ThreadMine["level"]): Promise<void> {
    const before = threads.get(id)?.mine.level;
    setMine(id, { level });
    const mine = await attempt(-id, () => before && setMine(id, { level: before }), () => api.setThreadLevel(id, level));
    if (mine) setMine(id, mine);
  }

  async function markRead(id: number, seq: number): Promise<void> {
    const held = threads.get(id);
    if (!held || seq <= held.mine.read_seq) return;
    setMine(id, { read_seq: seq, unread: Math.max(0, held.seq - seq) });
    await api.markThreadRead(id, seq).then((mine) => setMine(id, mine), () => setMine(id, held.mine));
  }

  return { ...kindVerbs(change, keep), create, lock, pin, move, merge, split, update, remove, restore, setLevel, markRead };
}
