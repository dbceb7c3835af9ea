import { shallowReactive } from "vue";

import { asApiError, isPassing } from "@/api/http";
import * as api from "@/api/threads";

import type { threadCopies } from "../threadCopies";
import { type OpenThread, openThread, type ThreadView } from "../threadViews";
import type { Shelf } from "./shelf";

type Starts = ReturnType<typeof threadCopies>;

/** The threads that are open, each with its posts and what its screen shows. */
export function threadScreens(shelf: Shelf, open: Map<number, OpenThread>, starts: Starts, follow: (topic: string) => () => void) {
  const views = shallowReactive(new Map<number, ThreadView>());
  const { threads } = shelf;

  function stateOf(id: number): OpenThread {
    let state = open.get(id);
    if (!state) {
      state = openThread(
        { posts: (where) => api.fetchPosts(id, where), changes: (since, why) => api.fetchThreadChanges(id, since, why) },
        (snapshot) => {
          const held = threads.get(id);
          if (held && snapshot.info && snapshot.info.rev > held.rev) shelf.keep({ ...held, ...snapshot.info });
          starts.keep(id, () => threads.get(id), () => open.get(id)?.log.snapshot);
        },
      );
      open.set(id, state);
      views.set(id, state.view);
    }
    return state;
  }

  const view = (id: number): ThreadView => views.get(id) ?? stateOf(id).view;

  async function show(id: number, seq?: number): Promise<void> {
    const state = stateOf(id);
    state.letGo ??= follow(`thread.${id}`);
    state.view.error = null;
    state.view.moved = null;
    state.view.loading = true;
    try {
      if (seq === undefined) await recall(id, state);
      const thread = await shelf.refresh(id);
      state.view.readSeq = thread.mine.read_seq;
      if (state.log.held === undefined || seq !== undefined) state.view.moved = await state.log.show(seq);
      else state.log.hear(thread.rev);
    } catch (reason) {
      const fault = asApiError(reason);
      if (fault.code === "not_found") starts.drop(id);
      if (state.log.held === undefined || !isPassing(fault)) state.view.error = fault;
    } finally {
      state.view.loading = false;
    }
  }

  async function recall(id: number, state: OpenThread): Promise<void> {
    const held = state.log.held === undefined ? await starts.recall(id) : null;
    if (!held || state.log.held !== undefined) return;
    threads.set(id, threads.get(id) ?? held.thread);
    state.view.readSeq = held.thread.mine.read_seq;
    state.log.restore(held.posts);
  }

  function close(id: number): void {
    open.get(id)?.letGo?.();
    open.delete(id);
    views.delete(id);
  }

  function forget(): void {
    for (const state of open.values()) state.letGo?.();
    open.clear();
    views.clear();
  }

  async function showMore(id: number): Promise<void> {
    const { view: shown, log } = stateOf(id);
    if (shown.loadingMore) return;
    shown.loadingMore = true;
    await log.showMore().catch((reason) => (shown.error = asApiError(reason)));
    shown.loadingMore = false;
  }

  /** Shows the thread from its first post, when it was opened in the middle. */
  async function showFromStart(id: number): Promise<void> {
    const { view: shown, log } = stateOf(id);
    await log.show().catch((reason) => (shown.error = asApiError(reason)));
  }

  return { view, show, close, forget, showMore, showFromStart };
}
