import { ref, shallowRef } from "vue";

import { type ApiError, asApiError } from "@/api/http";
import type { MotionPage } from "@/api/shapes";
import { fetchMotion } from "@/api/votes";

/** One proposal; whatever is done to it answers with the whole of it. */
export function useMotion(id: () => number) {
  const motion = shallowRef<MotionPage | null>(null);
  const busy = ref(false);
  const error = shallowRef<ApiError | null>(null);

  async function act(verb: () => Promise<MotionPage>): Promise<boolean> {
    busy.value = true;
    error.value = null;
    try {
      motion.value = await verb();
      return true;
    } catch (reason) {
      error.value = asApiError(reason);
      return false;
    } finally {
      busy.value = false;
    }
  }

  const load = () => act(() => fetchMotion(id()));
  return { motion, busy, error, act, load };
}
