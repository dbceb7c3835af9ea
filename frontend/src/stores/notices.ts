import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import { type ApiError, asApiError } from "@/api/http";
import * as api from "@/api/notices";
import type { Notice } from "@/api/shapes";

import { useConnection } from "./connection";

/** What was told while a page was under way; the page may have been read before it. */
interface Told {
  added: Notice[];
  read: Set<number>;
  unread: number | null;
}

const silence = (): Told => ({ added: [], read: new Set(), unread: null });

/** Of what waits in a direct room there is one line, whatever its id. */
const nameOf = ({ id, kind, place, read }: Notice) => (kind === "direct" && !read ? place : id);

/** Each notice once, as it stands first. */
function distinct(list: Notice[]): Notice[] {
  const known = new Set<string | number>();
  return list.filter((notice) => !known.has(nameOf(notice)) && known.add(nameOf(notice)));
}

const marked = (list: Notice[], ids: ReadonlySet<number> | null) =>
  list.map((notice) => (!ids || ids.has(notice.id) ? { ...notice, read: true } : notice));

/** The bell and the inbox. */
export const useNotices = defineStore("notices", () => {
  const connection = useConnection();
  const list = shallowRef<Notice[]>([]);
  const unread = ref(0);
  const next = ref<string | null>(null);
  const loading = ref(false);
  const error = shallowRef<ApiError | null>(null);
  let slug = "";
  let asked = 0;
  let told = silence();

  async function fetchPage(after: string | null): Promise<void> {
    const turn = ++asked;
    loading.value = true;
    error.value = null;
    told = silence();
    try {
      const page = await api.listNotices(slug, after);
      if (turn !== asked) return;
      const seen = page.results.map((notice) => (told.read.has(notice.id) ? { ...notice, read: true } : notice));
      list.value = distinct(after ? [...list.value, ...seen] : [...told.added, ...seen]);
      next.value = page.next;
      unread.value = told.unread ?? page.unread;
    } catch (reason) {
      if (turn === asked) error.value = asApiError(reason);
    } finally {
      if (turn === asked) loading.value = false;
    }
  }

  async function load(at: string): Promise<void> {
    if (slug !== at) reset();
    slug = at;
    await fetchPage(null);
  }

  function reset(): void {
    slug = "";
    asked += 1;
    loading.value = false;
    error.value = null;
    list.value = [];
    unread.value = 0;
    next.value = null;
  }

  async function more(): Promise<void> {
    if (next.value && !loading.value) await fetchPage(next.value);
  }

  /** After an error: on from where it stopped, or from the start. */
  const retry = () => fetchPage(list.value.length ? next.value : null);

  function mark(ids: ReadonlySet<number> | null): void {
    told.added = marked(told.added, ids);
    for (const id of ids ?? []) told.read.add(id);
    list.value = marked(list.value, ids);
  }

  function remove(ids: number[]): void {
    const stays = ({ id }: Notice) => !ids.includes(id);
    told.added = told.added.filter(stays);
    list.value = list.value.filter(stays);
  }

  async function read(ids: number[]): Promise<void> {
    const fresh = list.value.filter((notice) => !notice.read && ids.includes(notice.id)).map((notice) => notice.id);
    if (!fresh.length) return;
    mark(new Set(fresh));
    unread.value = Math.max(0, unread.value - fresh.length);
    await settle(api.readNotices(slug, { ids: fresh }));
  }

  async function readAll(): Promise<void> {
    mark(null);
    unread.value = 0;
    await settle(api.readNotices(slug, { all: true }));
  }

  async function settle(answer: Promise<{ unread: number }>): Promise<void> {
    try {
      unread.value = (await answer).unread;
    } catch {
      await fetchPage(null);
    }
  }

  connection.on("notice.added", ({ notice, unread: count }) => {
    told.added = distinct([notice, ...told.added]);
    list.value = distinct([notice, ...list.value]);
    told.unread = unread.value = count;
  });
  connection.on("notices.read", ({ ids, unread: count, gone }) => {
    mark(new Set(ids));
    if (gone) remove(ids);
    told.unread = unread.value = count;
  });
  connection.onOpen(() => {
    if (slug) void fetchPage(null);
  });

  return { list, unread, next, loading, error, load, reset, more, retry, read, readAll };
});
