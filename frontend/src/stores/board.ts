import { defineStore } from "pinia";
import { computed, ref, shallowReactive, shallowRef } from "vue";

import * as categoriesApi from "@/api/categories";
import { ApiError, asApiError, isPassing } from "@/api/http";
import * as postsApi from "@/api/posts";
import type { Category, NewCategory, NewThread, Post, Thread, ThreadChanges, ThreadMine } from "@/api/shapes";
import * as api from "@/api/threads";
import { UnderWay } from "@/sync/UnderWay";
import { uuid } from "@/sync/uuid";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useCopies } from "./copies";
import { itemFaults } from "./faults";
import { hasReacted, toggled } from "./reactions";
import { threadCopies } from "./threadCopies";
import { type OpenThread, openThread, type ThreadView } from "./threadViews";

export type { ThreadView };
export interface BoardQuery {
  sort: api.Sort;
  category: number | null;
  tag: string | null;
}

/** Threads of the first page. */
const KEPT_THREADS = 30;

interface KeptBoard {
  categories: Category[];
  tags: categoriesApi.Tag[];
  threads: Thread[];
}

/** The board of the community on the screen: categories, one list of threads, and the open threads. */
export const useBoard = defineStore("board", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const copies = useCopies();

  const categories = shallowRef<Category[]>([]);
  const tags = shallowRef<categoriesApi.Tag[]>([]);
  const threads = shallowReactive(new Map<number, Thread>());
  const query = ref<BoardQuery>({ sort: "active", category: null, tag: null });
  const order = shallowRef<number[]>([]);
  const next = ref<string | null>(null);
  const loading = ref(false);
  const error = shallowRef<ApiError | null>(null);
  /** Threads that changed or came while the list was being read; it does not jump, it offers to refresh. */
  const news = shallowReactive(new Set<number>());
  const views = shallowReactive(new Map<number, ThreadView>());
  const screens = new Map<number, OpenThread>();
  const starts = threadCopies(copies, {
    follow: (topic) => connection.follow(topic),
    isOpen: (id) => screens.get(id)?.log.held !== undefined,
  });
  const { faults, clear: clearFault, attempt } = itemFaults();
  const underWay = new UnderWay<Thread>((thread) => thread.id);
  let slug = "";
  let turn = 0;
  let failedAt: string | null = null;

  const me = () => communities.me?.id ?? -1;
  const list = computed(() => order.value.map((id) => threads.get(id)).filter((one): one is Thread => one !== undefined));
  const category = (id: number) => categories.value.find((one) => one.id === id);

  // --- what is held

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

  // --- the list

  async function load(at: string): Promise<void> {
    if (slug !== at) reset(at);
    const [found, used] = await Promise.all([categoriesApi.listCategories(at), categoriesApi.listTags(at)]);
    if (slug !== at) return;
    categories.value = [...found.results].sort((a, b) => a.position - b.position);
    tags.value = used.results;
    keepList();
  }

  /** The board as this browser kept it: the first page of the active threads. */
  async function reopen(at: string): Promise<void> {
    const [held] = await Promise.all([copies.read<KeptBoard>("board", at), starts.learn()]);
    if (slug !== at) reset(at);
    if (!held) return;
    categories.value = held.categories;
    tags.value = held.tags;
    for (const thread of held.threads) threads.set(thread.id, thread);
    order.value = held.threads.map((thread) => thread.id);
  }

  function keepList(): void {
    const at = slug;
    const { sort, category: only, tag } = query.value;
    if (sort !== "active" || only !== null || tag !== null) return;
    copies.keep("board", at, () => (slug === at ? { categories: categories.value, tags: tags.value, threads: list.value.slice(0, KEPT_THREADS) } : null));
  }

  function reset(at: string): void {
    turn += 1;
    loading.value = false;
    error.value = null;
    slug = at;
    for (const state of screens.values()) state.letGo?.();
    if (!at) starts.forget();
    screens.clear();
    views.clear();
    threads.clear();
    order.value = [];
    news.clear();
    categories.value = [];
    query.value = { sort: "active", category: null, tag: null };
  }

  async function show(changes: Partial<BoardQuery> = {}): Promise<void> {
    query.value = { ...query.value, ...changes };
    await page(null);
  }

  async function more(): Promise<void> {
    if (next.value && !loading.value) await page(next.value);
  }

  /** After an error: the page that did not come, and whatever else is missing. */
  async function retry(): Promise<void> {
    if (!categories.value.length) void load(slug).catch(() => {});
    await page(failedAt);
  }

  const ask = (after: string | null) => api.listThreads(slug, { ...query.value, after });

  async function page(after: string | null): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    error.value = null;
    try {
      const asked = ask(after);
      const before = after ? [] : order.value;
      const results = await underWay.upToDate(asked.then((answer) => answer.results));
      if (mine !== turn) return;
      for (const thread of results) keep(thread);
      // What was begun meanwhile stands on no page that was read before.
      const held = order.value.filter((id) => !before.includes(id));
      order.value = [...new Set([...held, ...results.map((thread) => thread.id)])];
      next.value = (await asked).next;
      if (!after) news.clear();
      keepList();
    } catch (reason) {
      const fault = asApiError(reason);
      const stands = !after && order.value.length > 0 && isPassing(fault);
      if (mine !== turn) return;
      failedAt = after;
      if (!stands) error.value = fault;
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  async function createCategory(form: NewCategory): Promise<Category> {
    const made = await categoriesApi.createCategory(slug, form);
    categories.value = [...categories.value, made];
    return made;
  }

  // --- one thread on the screen

  function stateOf(id: number): OpenThread {
    let state = screens.get(id);
    if (!state) {
      state = openThread(
        { posts: (where) => api.fetchPosts(id, where), changes: (since) => api.fetchThreadChanges(id, since) },
        (snapshot) => {
          const held = threads.get(id);
          if (held && snapshot.info && snapshot.info.rev > held.rev) keep({ ...held, ...snapshot.info });
          starts.keep(id, () => threads.get(id), () => screens.get(id)?.log.snapshot);
        },
      );
      screens.set(id, state);
      views.set(id, state.view);
    }
    return state;
  }

  const view = (id: number): ThreadView => views.get(id) ?? stateOf(id).view;

  async function open(id: number, seq?: number): Promise<void> {
    const state = stateOf(id);
    state.letGo ??= connection.follow(`thread.${id}`);
    state.view.error = null;
    state.view.loading = true;
    try {
      if (seq === undefined) await recallThread(id, state);
      const thread = await refresh(id);
      state.view.readSeq = thread.mine.read_seq;
      if (state.log.held === undefined || seq !== undefined) await state.log.show(seq);
      else state.log.hear(thread.rev);
    } catch (reason) {
      const fault = asApiError(reason);
      if (fault.code === "not_found") starts.drop(id);
      if (state.log.held === undefined || !isPassing(fault)) state.view.error = fault;
    } finally {
      state.view.loading = false;
    }
  }

  async function recallThread(id: number, state: OpenThread): Promise<void> {
    const held = state.log.held === undefined ? await starts.recall(id) : null;
    if (!held || state.log.held !== undefined) return;
    threads.set(id, threads.get(id) ?? held.thread);
    state.view.readSeq = held.thread.mine.read_seq;
    state.log.restore(held.posts);
  }

  function close(id: number): void {
    screens.get(id)?.letGo?.();
    screens.delete(id);
    views.delete(id);
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

  async function refresh(id: number): Promise<Thread> {
    const [thread] = await underWay.upToDate(api.fetchThread(id).then((one) => [one]));
    if (!thread) throw new ApiError("not_found");
    return keep(thread);
  }

  // --- verbs on threads

  async function create(form: Omit<NewThread, "client_id"> & { client_id?: string }): Promise<Thread> {
    const thread = keep(await api.createThread(slug, { client_id: uuid(), ...form }));
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
  const update = (id: number, changes: { title?: string; tags?: string[] }) =>
    change(id, changes, () => api.updateThread(id, changes));

  const restore = (id: number) => change(id, { removed: null }, () => api.restoreThread(id));

  async function remove(id: number): Promise<void> {
    await api.deleteThread(id);
    drop(id);
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

  // --- verbs on posts

  const logOf = (post: Post) => screens.get(post.thread)?.log;

  /** Keep the client id over retries of the same words: then they are stored once. */
  async function reply(thread: number, body: string, parent: number | null, clientId: string, files: number[] = []): Promise<Post> {
    const post = await postsApi.createPost(thread, { client_id: clientId, body, parent, files });
    screens.get(thread)?.log.receive(post);
    return post;
  }

  async function settle(post: Post, optimistic: Partial<Post>, act: () => Promise<Post>): Promise<void> {
    const undo = logOf(post)?.patch(post.id, optimistic) ?? (() => {});
    const changed = await attempt(post.id, undo, act);
    if (changed) logOf(post)?.receive(changed);
  }

  function react(post: Post, emoji: string): Promise<void> {
    const act = hasReacted(post.reactions, emoji, me()) ? postsApi.removePostReaction : postsApi.addPostReaction;
    return settle(post, { reactions: toggled(post.reactions, emoji, me()) }, () => act(post.id, emoji));
  }

  const editPost = (post: Post, body: string) =>
    settle(post, { body, edited_at: new Date().toISOString() }, () => postsApi.editPost(post.id, body));
  const removePost = (post: Post) => settle(post, { removed: "deleted", body: "" }, () => postsApi.deletePost(post.id));
  const hidePost = (post: Post, reason = "") => settle(post, {}, () => postsApi.hidePost(post.id, reason));
  const restorePost = (post: Post) => settle(post, {}, () => postsApi.restorePost(post.id));

  // --- what the server tells

  connection.keep<ThreadChanges>("thread", {
    held: (id) => screens.get(id)?.log.held ?? starts.held(id),
    missed: (id, changes, since) => {
      screens.get(id)?.log.catch(changes, since);
      starts.hear(id, changes, changes.more ? undefined : changes.rev);
    },
  });
  connection.on("thread.changed", (event) => {
    screens.get(event.thread)?.log.apply(event);
    const isNext = event.whole && event.rev === (starts.held(event.thread) ?? NaN) + 1;
    starts.hear(event.thread, event, isNext ? event.rev : undefined);
  });
  connection.onRefused((topics) => {
    for (const topic of topics) if (topic.startsWith("thread.")) starts.drop(Number(topic.slice(7)));
  });
  connection.on("board.changed", ({ thread }) => {
    if (threads.has(thread)) void refresh(thread).catch((reason) => vanish(thread, asApiError(reason)));
    else news.add(thread);
  });
  connection.onNumbers((numbers) => {
    for (const [topic, rev] of Object.entries(numbers)) {
      if (!topic.startsWith("thread.")) continue;
      const id = Number(topic.slice(7));
      screens.get(id)?.log.hear(rev);
      void starts.catchUp(id, rev).catch(() => {});
    }
  });

  connection.onOpen(() => {
    if (slug && !categories.value.length) void load(slug).catch(() => {});
    if (order.value.length) void lookAgain().catch(() => {});
  });

  /** While the connection was away nothing was told: threads are freshened in place, others only announced. */
  async function lookAgain(): Promise<void> {
    const at = slug;
    const results = await underWay.upToDate(ask(null).then((answer) => answer.results));
    if (slug !== at) return;
    for (const thread of results) {
      if (threads.has(thread.id)) keep(thread);
      else news.add(thread.id);
    }
  }

  function vanish(id: number, reason: ApiError): void {
    if (reason.code === "not_found") drop(id);
  }

  return {
    categories, tags, threads, query, list, next, loading, error, news, faults,
    category, load, reopen, reset, show, more, retry, createCategory,
    view, open, close, showMore, showFromStart, refresh,
    create, lock, pin, update, remove, restore, setLevel, markRead,
    reply, react, editPost, removePost, hidePost, restorePost, clearFault,
  };
});
