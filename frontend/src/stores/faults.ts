import { shallowReactive } from "vue";

import { type ApiError, asApiError } from "@/api/http";

const SHOWN_FOR = 8_000;

/** Failures that belong to one item: shown on it, gone by themselves or with the next try. */
export function itemFaults() {
  const faults = shallowReactive(new Map<number, ApiError>());

  const clear = (id: number) => faults.delete(id);

  /** Shows the change at once; takes it back and says why when it is refused. */
  async function attempt<T>(id: number, undo: () => void, act: () => Promise<T>): Promise<T | undefined> {
    clear(id);
    try {
      return await act();
    } catch (reason) {
      undo();
      const error = asApiError(reason);
      faults.set(id, error);
      setTimeout(() => faults.get(id) === error && clear(id), SHOWN_FOR);
      return undefined;
    }
  }

  return { faults, clear, attempt };
}
