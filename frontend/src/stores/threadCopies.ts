import { fetchThreadChanges } from "@/api/threads";
import type { Thread, ThreadChanges, ThreadInfo } from "@/api/shapes";
import type { ThreadSnapshot } from "@/sync/ThreadLog";
import { startOf, type ThreadStretch, withPosts } from "@/sync/stretches";

import type { useCopies } from "./copies";

type Copies = Pick<ReturnType<typeof useCopies>, "keep" | "change" | "read" | "drop" | "sheets">;
type News = Pick<ThreadChanges, "posts" | "gone" | "info">;

export interface KeptThread {
  rev: number;
  thread: Thread;
  posts: ThreadStretch;
}

interface Ports {
  follow(topic: string): () => void;
  isOpen(thread: number): boolean;
}

/** The threads that were read last. Each is followed, so that nobody finds in this browser what was taken back elsewhere. */
export function threadCopies(copies: Copies, { follow, isOpen }: Ports) {
  const revs = new Map<number, number>();
  const follows = new Map<number, () => void>();

  async function learn(): Promise<void> {
    for (const { id, rev } of await copies.sheets("thread")) know(Number(id), rev ?? 0);
  }

  function know(id: number, rev: number): void {
    revs.set(id, rev);
    if (!follows.has(id)) follows.set(id, follow(`thread.${id}`));
  }

  function keep(id: number, thread: () => Thread | undefined, snapshot: () => ThreadSnapshot | undefined): void {
    copies.keep("thread", id, () => {
      const [info, shown] = [thread(), snapshot()];
      const posts = shown && startOf(shown);
      if (!info || !posts) return null;
      know(id, posts.rev);
      return { rev: posts.rev, thread: info, posts } satisfies KeptThread;
    });
  }

  function drop(id: number): void {
    follows.get(id)?.();
    follows.delete(id);
    if (revs.delete(id)) void copies.drop("thread", id);
  }

  /** `rev` where nothing is missing up to there. */
  function hear(id: number, news: News, rev?: number): void {
    if (isOpen(id) || !revs.has(id)) return;
    if (news.info.removed) return drop(id);
    if (rev !== undefined) revs.set(id, rev);
    void copies.change<KeptThread>("thread", id, (held) => changed(held, news, rev));
  }

  /** More changed than the reconnect told. */
  async function catchUp(id: number, rev: number): Promise<void> {
    const since = revs.get(id);
    if (isOpen(id) || since === undefined || since >= rev) return;
    const page = await fetchThreadChanges(id, since, "told");
    if (page.more) drop(id);
    else hear(id, page, page.rev);
  }

  function forget(): void {
    for (const letGo of follows.values()) letGo();
    follows.clear();
    revs.clear();
  }

  return {
    learn, keep, drop, hear, catchUp, forget,
    recall: (id: number) => copies.read<KeptThread>("thread", id),
    held: (id: number) => (isOpen(id) ? undefined : revs.get(id)),
  };
}

function changed(held: KeptThread, { posts, gone, info }: News, rev = held.rev): KeptThread {
  const known: ThreadInfo = info.rev > held.thread.rev ? info : held.thread;
  return { rev, thread: { ...held.thread, ...known }, posts: { ...withPosts(held.posts, posts, gone), rev } };
}
