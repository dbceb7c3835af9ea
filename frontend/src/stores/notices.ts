import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import { type ApiError, asApiError } from "@/api/http";
import * as api from "@/api/notices";
import type { Notice } from "@/api/shapes";

import { useConnection } from "./connection";

/** The bell and the inbox. */
export const useNotices = defineStore("notices", () => {
  const connection = useConnection();
  const list = shallowRef<Notice[]>([]);
  const unread = ref(0);
  const next = ref<string | null>(null);
  const loading = ref(false);
  const error = shallowRef<ApiError | null>(null);
  let slug = "";

  async function fetchPage(after: string | null): Promise<void> {
    loading.value = true;
    error.value = null;
    try {
      const page = await api.listNotices(slug, after);
      const held = after ? list.value : [];
      const known = new Set(held.map((notice) => notice.id));
      list.value = [...held, ...page.results.filter((notice) => !known.has(notice.id))];
      next.value = page.next;
      unread.value = page.unread;
    } catch (reason) {
      error.value = asApiError(reason);
    } finally {
      loading.value = false;
    }
  }

  async function load(at: string): Promise<void> {
    if (slug !== at) reset();
    slug = at;
    await fetchPage(null);
  }

  function reset(): void {
    slug = "";
    list.value = [];
    unread.value = 0;
    next.value = null;
  }

  async function more(): Promise<void> {
    if (next.value && !loading.value) await fetchPage(next.value);
  }

  function mark(ids: ReadonlySet<number> | null): void {
    list.value = list.value.map((notice) => (!ids || ids.has(notice.id) ? { ...notice, read: true } : notice));
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
    list.value = [notice, ...list.value.filter((one) => one.id !== notice.id)];
    unread.value = count;
  });
  connection.on("notices.read", ({ ids, unread: count }) => {
    mark(new Set(ids));
    unread.value = count;
  });
  connection.onOpen(() => {
    if (slug) void fetchPage(null);
  });

  return { list, unread, next, loading, error, load, reset, more, read, readAll };
});
