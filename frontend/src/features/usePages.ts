import { ref, shallowRef } from "vue";

import { type ApiError, asApiError, type List } from "@/api/http";

/** The rows of a list, page by page. An answer that comes after a newer question is dropped. */
export function usePages<T>(fetchPage: (after: string | null) => Promise<List<T>>) {
  const rows = shallowRef<T[]>([]);
  const next = ref<string | null>(null);
  const loading = ref(false);
  const error = shallowRef<ApiError | null>(null);
  let turn = 0;

  async function turnTo(after: string | null): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    error.value = null;
    try {
      const page = await fetchPage(after);
      if (mine !== turn) return;
      rows.value = after ? [...rows.value, ...page.results] : page.results;
      next.value = page.next;
    } catch (reason) {
      if (mine === turn) error.value = asApiError(reason);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  function clear(): void {
    turn += 1;
    rows.value = [];
    next.value = null;
    loading.value = false;
    error.value = null;
  }

  return { rows, next, loading, error, load: () => turnTo(null), more: () => turnTo(next.value), clear };
}
