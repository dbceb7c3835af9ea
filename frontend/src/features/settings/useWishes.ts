import { onMounted, shallowRef } from "vue";

import { fetchWishes, updateWishes } from "@/api/digests";
import { type ApiError, asApiError } from "@/api/http";
import type { EditWishes, Wishes } from "@/api/shapes";

/** What an account wants of its digests: each change shows at once, is sent in its turn, and goes back when it is refused. */
export function useWishes() {
  const wishes = shallowRef<Wishes | null>(null);
  const error = shallowRef<ApiError | null>(null);
  let kept: Wishes | null = null;
  let last = 0;
  let queue: Promise<void> = Promise.resolve();

  async function load(): Promise<void> {
    error.value = null;
    try {
      wishes.value = kept = await fetchWishes();
    } catch (reason) {
      error.value = asApiError(reason);
    }
  }

  async function send(changes: EditWishes, turn: number): Promise<void> {
    try {
      kept = await updateWishes(changes);
    } catch (reason) {
      error.value = asApiError(reason);
    }
    if (turn === last) wishes.value = kept;
  }

  function change(changes: Partial<Wishes>): Promise<void> {
    if (!wishes.value) return queue;
    error.value = null;
    wishes.value = { ...wishes.value, ...changes };
    const turn = ++last;
    queue = queue.then(() => send(changes, turn));
    return queue;
  }

  onMounted(load);
  return { wishes, error, load, change };
}
