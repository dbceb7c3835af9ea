import { useDocumentVisibility } from "@vueuse/core";
import { computed, type MaybeRefOrGetter, onScopeDispose, toValue, watch } from "vue";

import { useBoard } from "@/stores/board";

/** Keeps one thread open while a component shows it, and marks what was shown as read. */
export function useThread(thread: MaybeRefOrGetter<number>, seq: MaybeRefOrGetter<number | null | undefined>) {
  const board = useBoard();
  const visibility = useDocumentVisibility();
  const id = computed(() => toValue(thread));
  const view = computed(() => board.view(id.value));
  const info = computed(() => board.threads.get(id.value) ?? null);
  const posts = computed(() => view.value.snapshot.posts);
  const isNew = (postSeq: number) => view.value.readSeq > 0 && postSeq > view.value.readSeq;
  const news = computed(() => posts.value.filter((post) => isNew(post.seq)));

  const open = () => board.open(id.value, toValue(seq) ?? undefined);
  watch(
    [id, () => toValue(seq)],
    (_, before) => {
      if (before[0] !== undefined && before[0] !== id.value) board.close(before[0]);
      void open();
    },
    { immediate: true },
  );
  onScopeDispose(() => board.close(id.value));

  watch(
    () => [view.value.snapshot.seq, view.value.snapshot.next, visibility.value] as const,
    ([last, next, seen]) => {
      if (last && next === null && seen === "visible") void board.markRead(id.value, last);
    },
  );

  return { id, view, info, posts, news, isNew, open };
}
