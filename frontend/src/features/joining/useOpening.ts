import { onMounted, shallowRef } from "vue";

import { fetchOpening } from "@/api/joining";

const ASK_AGAIN = 3_600_000;
const keyOf = (slug: string) => `opening:${slug}`;

function askedLately(slug: string): boolean {
  try {
    return Date.now() - Number(localStorage.getItem(keyOf(slug)) ?? 0) < ASK_AGAIN;
  } catch {
    return false;
  }
}

function noteNothing(slug: string): void {
  try {
    localStorage.setItem(keyOf(slug), String(Date.now()));
  } catch {
    // A browser that keeps nothing asks each time.
  }
}

/** When a community opens; of one that has opened long ago this browser asks once an hour at most. */
export function useOpening(slug: string) {
  const opensAt = shallowRef<string | null>(null);
  onMounted(async () => {
    if (askedLately(slug)) return;
    const roll = await fetchOpening(slug).catch(() => null); // nobody waits for it; the next visit asks again
    if (!roll) return;
    opensAt.value = roll.opens_at;
    if (!roll.opens_at) noteNothing(slug);
  });
  return opensAt;
}
