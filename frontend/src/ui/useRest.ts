import { getCurrentScope, nextTick, onActivated, onDeactivated, onUnmounted, type Ref, ref } from "vue";

import { afterFrame } from "./afterFrame";

interface Rest {
  /** Shown again. */
  begin: () => void;
  /** Taken off the page. */
  end: () => void;
  /** What may be put away then, once the page that came has been drawn. */
  tidy: () => void;
}

/** For a part that is kept while it is off the page: there it draws nothing and hears nothing, and what changed meanwhile is taken in at once when it is back. */
export function useRest({ begin, end, tidy }: Rest): Readonly<Ref<boolean>> {
  const scope = getCurrentScope();
  const away = ref(false);
  let callOff = () => {};

  async function fallAsleep(): Promise<void> {
    tidy();
    await nextTick();
    if (away.value) scope?.pause();
  }

  onDeactivated(() => {
    away.value = true;
    end();
    callOff = afterFrame(() => void fallAsleep());
  });
  onActivated(() => {
    // A part that was just made begins by itself.
    if (!away.value) return;
    away.value = false;
    callOff();
    scope?.resume();
    begin();
  });
  onUnmounted(() => callOff());
  return away;
}
