import { fetchWishes, updateWishes } from "@/api/digests";
import type { Wishes } from "@/api/shapes";
import { useSaved } from "@/features/useSaved";

/** What an account wants of its digests. */
export function useWishes() {
  const { saved: wishes, error, load, change } = useSaved<Wishes>(fetchWishes, updateWishes);
  return { wishes, error, load, change };
}
