import { defineStore } from "pinia";

import { hearThreads } from "./board/hearing";
import { type BoardQuery, boardPages } from "./board/pages";
import { postVerbs } from "./board/postVerbs";
import { threadScreens } from "./board/screens";
import { boardShelf } from "./board/shelf";
import { threadVerbs } from "./board/threadVerbs";
import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useCopies } from "./copies";
import { itemFaults } from "./faults";
import { threadCopies } from "./threadCopies";
import type { OpenThread, ThreadView } from "./threadViews";

export type { BoardQuery, ThreadView };

/** The board of the community on the screen: categories, one list of threads, and the open threads. */
export const useBoard = defineStore("board", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const copies = useCopies();
  const follow = (topic: string) => connection.follow(topic);
  const open = new Map<number, OpenThread>();
  const starts = threadCopies(copies, { follow, isOpen: (id) => open.get(id)?.log.held !== undefined });
  const { faults, clear: clearFault, attempt } = itemFaults();
  const shelf = boardShelf();
  const pages = boardPages(shelf, copies);
  const screens = threadScreens(shelf, open, starts, follow);

  async function load(at: string): Promise<void> {
    if (shelf.slug !== at) reset(at);
    await pages.learn(at);
  }

  /** The board as this browser kept it. */
  async function reopen(at: string): Promise<void> {
    const [held] = await Promise.all([pages.kept(at), starts.learn()]);
    if (shelf.slug !== at) reset(at);
    if (held) pages.put(held);
  }

  function reset(at: string): void {
    shelf.slug = at;
    screens.forget();
    if (!at) starts.forget();
    pages.forget();
    shelf.clear();
  }

  hearThreads(connection, shelf, open, starts);
  connection.onOpen(() => {
    if (shelf.slug && !shelf.categories.value.length) void load(shelf.slug).catch(() => {});
    if (shelf.order.value.length) void pages.lookAgain().catch(() => {});
  });

  const { categories, tags, threads, list, news, category, refresh } = shelf;
  const { query, next, loading, error, show, more, retry, createCategory } = pages;
  const { view, close, showMore, showFromStart } = screens;
  return {
    categories, tags, threads, query, list, next, loading, error, news, faults,
    category, load, reopen, reset, show, more, retry, createCategory,
    view, open: screens.show, close, showMore, showFromStart, refresh,
    ...threadVerbs(shelf, attempt),
    ...postVerbs((thread) => open.get(thread)?.log, attempt, () => communities.me?.id ?? -1),
    clearFault,
  };
});
