import { onMounted, type ShallowRef, shallowRef } from "vue";

import { type ApiError, asApiError } from "@/api/http";

/** What the server keeps of somebody's choices: each change shows at once, is sent in its turn, and goes back when it is refused. */
export function useSaved<T extends object>(read: () => Promise<T>, update: (changes: Partial<T>, before: T) => Promise<T>) {
  const saved: ShallowRef<T | null> = shallowRef(null);
  const error = shallowRef<ApiError | null>(null);
  let kept: T | null = null;
  let last = 0;
  let queue: Promise<void> = Promise.resolve();

  async function load(): Promise<void> {
    error.value = null;
    try {
      saved.value = kept = await read();
    } catch (reason) {
      error.value = asApiError(reason);
    }
  }

  async function send(changes: Partial<T>, turn: number): Promise<void> {
    try {
      if (kept) kept = await update(changes, kept);
    } catch (reason) {
      error.value = asApiError(reason);
    }
    if (turn === last) saved.value = kept;
  }

  function change(changes: Partial<T>): Promise<void> {
    if (!saved.value) return queue;
    error.value = null;
    saved.value = { ...saved.value, ...changes };
    const turn = ++last;
    queue = queue.then(() => send(changes, turn));
    return queue;
  }

  onMounted(load);
  return { saved, error, load, change };
}
