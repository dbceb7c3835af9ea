import { computed, shallowReactive, shallowRef } from "vue";

import type { Category, Thread, ThreadMine } from "@/api/shapes";
import type { Tag } from "@/api/categories";
import { fetchThread } from "@/api/threads";
import { ApiError } from "@/api/http";
import { UnderWay } from "@/sync/UnderWay";

export type Shelf = ReturnType<typeof boardShelf>;

/** What is held of the board of one community: its categories and tags, threads by their number, and the order of the list. */
export function boardShelf() {
  const categories = shallowRef<Category[]>([]);
  const tags = shallowRef<Tag[]>([]);
  const threads = shallowReactive(new Map<number, Thread>());
  const order = shallowRef<number[]>([]);
  /** Threads that changed or came while the list was being read; it does not jump, it offers to refresh. */
  const news = shallowReactive(new Set<number>());
  const underWay = new UnderWay<Thread>((thread) => thread.id);
  const list = computed(() => order.value.map((id) => threads.get(id)).filter((one): one is Thread => one !== undefined));
  const category = (id: number) => categories.value.find((one) => one.id === id);

  /** What everybody sees of a thread is numbered; an older answer that comes late only says what is one's own. */
  function keep(thread: Thread): Thread {
    const held = threads.get(thread.id);
    const newest = held && held.rev > thread.rev ? { ...held, mine: thread.mine, can: thread.can } : thread;
    threads.set(thread.id, newest);
    return newest;
  }

  function setMine(id: number, mine: Partial<ThreadMine>): void {
    const withMine = (thread: Thread) => ({ ...thread, mine: { ...thread.mine, ...mine } });
    const held = threads.get(id);
    if (held) threads.set(id, withMine(held));
    underWay.tell(id, withMine);
  }

  function drop(id: number): void {
    underWay.tell(id, () => null);
    order.value = order.value.filter((one) => one !== id);
    threads.delete(id);
  }

  async function refresh(id: number): Promise<Thread> {
    const [thread] = await underWay.upToDate(fetchThread(id).then((one) => [one]));
    if (!thread) throw new ApiError("not_found");
    return keep(thread);
  }

  function clear(): void {
    threads.clear();
    order.value = [];
    news.clear();
    categories.value = [];
  }

  return { slug: "", categories, tags, threads, order, news, underWay, list, category, keep, setMine, drop, refresh, clear };
}
