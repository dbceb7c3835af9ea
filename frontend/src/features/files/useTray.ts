import { computed, type MaybeRefOrGetter, ref, toValue, watch } from "vue";

import type { File as Kept } from "@/api/shapes";
import { useI18n } from "@/i18n";
import { useTrays } from "@/stores/trays";
import { type Brought, MOST } from "@/sync/Tray";
import { useToast } from "@/ui/toast";

const isImage = (file: File) => file.type.startsWith("image/") && file.type !== "image/svg+xml";

/** The bytes of an image once they are fewer; what draws them is loaded when there is one. */
const shrunkLater = (file: File) => import("./shrink").then(({ shrunk }) => shrunk(file));

function brought(file: File): Brought {
  if (!isImage(file)) return { name: file.name, kind: "document", source: file, preview: null };
  return { name: file.name, kind: "image", source: shrunkLater(file), preview: URL.createObjectURL(file) };
}

/** The files beside what is being written in a place. */
export function useTray(place: MaybeRefOrGetter<string>) {
  const { t } = useI18n();
  const toast = useToast();
  const trays = useTrays();
  watch(() => toValue(place), trays.recall, { immediate: true });
  const items = computed(() => trays.items(toValue(place)));
  const busy = computed(() => items.value.some((item) => item.state === "going" || item.state === "waiting"));
  const failed = computed(() => items.value.some((item) => item.state === "failed"));
  const awaited = ref<(() => void) | null>(null);

  function put(some: Brought[]): void {
    if (trays.add(toValue(place), some)) toast.show(t("error.files.too_many", { limit: MOST }));
  }

  function add(files: Iterable<File>): boolean {
    const some = [...files].map(brought);
    if (some.length) put(some);
    return some.length > 0;
  }

  /** Images that are pasted are taken; words stay words. */
  function paste(event: ClipboardEvent): void {
    const files = event.clipboardData?.files;
    const hasWords = event.clipboardData?.types.includes("text/plain");
    if (files?.length && !hasWords && add(files)) event.preventDefault();
  }

  /** Do something once all have arrived; not at all where one fails. */
  function whenReady(act: () => void): void {
    if (failed.value) return;
    if (busy.value) awaited.value = act;
    else act();
  }

  watch([busy, failed, () => toValue(place)], ([isBusy, hasFailed, now], [, , before]) => {
    const act = awaited.value;
    if (isBusy && !hasFailed && now === before) return;
    awaited.value = null;
    if (act && !hasFailed && now === before) act();
  });

  return {
    items, busy, failed, add, put, paste, whenReady,
    /** Of those that have arrived. */
    ids: computed(() => items.value.flatMap((item) => (item.file ? [item.file.id] : []))),
    waits: computed(() => awaited.value !== null),
    remove: (key: number) => trays.remove(toValue(place), key),
    retry: (key: number) => trays.retry(toValue(place), key),
    empty: (): Kept[] => trays.empty(toValue(place)),
  };
}

export type TrayUse = ReturnType<typeof useTray>;
