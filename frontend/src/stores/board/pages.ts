import { ref, shallowRef } from "vue";

import * as categoriesApi from "@/api/categories";
import { type ApiError, asApiError, isPassing } from "@/api/http";
import type { Category, NewCategory, Thread } from "@/api/shapes";
import * as api from "@/api/threads";

import type { useCopies } from "../copies";
import type { Shelf } from "./shelf";

export interface BoardQuery {
  sort: api.Sort;
  category: number | null;
  tag: string | null;
  kind: Thread["kind"] | null;
}

interface KeptBoard {
  categories: Category[];
  tags: categoriesApi.Tag[];
  threads: Thread[];
}

/** Threads of the first page. */
const KEPT_THREADS = 30;
const ALL: BoardQuery = { sort: "active", category: null, tag: null, kind: null };

type Copies = Pick<ReturnType<typeof useCopies>, "keep" | "read">;

/** The list of threads, a page at a time, as its reader wants it sorted and sifted. */
export function boardPages(shelf: Shelf, copies: Copies) {
  const query = ref<BoardQuery>({ ...ALL });
  const next = ref<string | null>(null);
  const loading = ref(false);
  const error = shallowRef<ApiError | null>(null);
  let turn = 0;
  let failedAt: string | null = null;

  const ask = (after: string | null) => api.listThreads(shelf.slug, { ...query.value, after });

  function forget(): void {
    turn += 1;
    loading.value = false;
    error.value = null;
    query.value = { ...ALL };
  }

  async function learn(at: string): Promise<void> {
    const [found, used] = await Promise.all([categoriesApi.listCategories(at), categoriesApi.listTags(at)]);
    if (shelf.slug !== at) return;
    shelf.categories.value = [...found.results].sort((a, b) => a.position - b.position);
    shelf.tags.value = used.results;
    keepList();
  }

  /** The board as this browser kept it: the first page of the active threads. */
  function put(held: KeptBoard): void {
    shelf.categories.value = held.categories;
    shelf.tags.value = held.tags;
    for (const thread of held.threads) shelf.threads.set(thread.id, thread);
    shelf.order.value = held.threads.map((thread) => thread.id);
  }

  const kept = (at: string) => copies.read<KeptBoard>("board", at);

  function keepList(): void {
    const at = shelf.slug;
    const { sort, category, tag, kind } = query.value;
    if (sort !== "active" || category !== null || tag !== null || kind !== null) return;
    const board = () => ({ categories: shelf.categories.value, tags: shelf.tags.value, threads: shelf.list.value.slice(0, KEPT_THREADS) });
    copies.keep("board", at, () => (shelf.slug === at ? board() : null));
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
    if (!shelf.categories.value.length) void learn(shelf.slug).catch(() => {});
    await page(failedAt);
  }

  async function page(after: string | null): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    error.value = null;
    try {
      const asked = ask(after);
      const before = after ? [] : shelf.order.value;
      const results = await shelf.underWay.upToDate(asked.then((answer) => answer.results));
      if (mine !== turn) return;
      lineUp(results, before);
      next.value = (await asked).next;
      if (!after) shelf.news.clear();
      keepList();
    } catch (reason) {
      if (mine === turn) fail(asApiError(reason), after);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  /** What was begun meanwhile stands on no page that was read before. */
  function lineUp(results: Thread[], before: number[]): void {
    for (const thread of results) shelf.keep(thread);
    const held = shelf.order.value.filter((id) => !before.includes(id));
    shelf.order.value = [...new Set([...held, ...results.map((thread) => thread.id)])];
  }

  function fail(fault: ApiError, after: string | null): void {
    failedAt = after;
    const stands = !after && shelf.order.value.length > 0 && isPassing(fault);
    if (!stands) error.value = fault;
  }

  /** While the connection was away nothing was told: threads are freshened in place, others only announced. */
  async function lookAgain(): Promise<void> {
    const at = shelf.slug;
    const results = await shelf.underWay.upToDate(ask(null).then((answer) => answer.results));
    if (shelf.slug !== at) return;
    for (const thread of results) {
      if (shelf.threads.has(thread.id)) shelf.keep(thread);
      else shelf.news.add(thread.id);
    }
  }

  async function createCategory(form: NewCategory): Promise<Category> {
    const made = await categoriesApi.createCategory(shelf.slug, form);
    shelf.categories.value = [...shelf.categories.value, made];
    return made;
  }

  return { query, next, loading, error, forget, learn, kept, put, show, more, retry, lookAgain, createCategory };
}
