import { useDocumentVisibility, useIntervalFn } from "@vueuse/core";
import { computed, onMounted, shallowRef, watch } from "vue";

import { fetchCommunity } from "@/api/communities";
import { type ApiError, asApiError } from "@/api/http";
import { fetchEntrance } from "@/api/joining";
import type { Entrance } from "@/api/shapes";

/** Milliseconds after which somebody who waits is shown again how things stand: no socket tells those who are outside. */
const AGAIN = 15_000;

/** What the door asks, and whether whoever stands before it has been let in meanwhile. */
export function useEntrance(slug: string, invitation: string | undefined, joined: () => void) {
  const entrance = shallowRef<Entrance | null>(null);
  const error = shallowRef<ApiError | null>(null);
  const waits = computed(() => entrance.value !== null && (entrance.value.ahead !== null || entrance.value.application?.state === "open"));

  async function load(): Promise<void> {
    error.value = null;
    try {
      entrance.value = await fetchEntrance(slug, invitation);
    } catch (reason) {
      error.value = asApiError(reason);
    }
  }

  async function look(): Promise<void> {
    const found = await fetchCommunity(slug).catch(() => null);
    if (found && "me" in found) joined();
    else await load();
  }

  const visibility = useDocumentVisibility();
  useIntervalFn(() => void (waits.value && visibility.value === "visible" && look()), AGAIN);
  watch(visibility, (now) => void (now === "visible" && waits.value && look()));
  onMounted(load);
  return { entrance, error, load };
}
