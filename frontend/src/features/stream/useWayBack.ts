import { type Ref, ref, watch } from "vue";

interface Stand {
  atEnd: Readonly<Ref<boolean>>;
  /** The message in the middle of the screen. */
  middle: () => number;
}

/** The place that one was led away from by a quote, a pin, a day or a hit, until one is at the end again by oneself. */
export function useWayBack({ atEnd, middle }: Stand) {
  const place = ref<number | null>(null);
  let landing = false;

  /** From the end no way needs to be kept: there is one to it already. */
  async function leave(go: () => Promise<void>): Promise<void> {
    place.value = atEnd.value ? null : middle() || null;
    landing = true;
    await go();
    landing = false;
  }

  async function take(go: (seq: number) => Promise<void>): Promise<void> {
    const seq = place.value;
    place.value = null;
    if (seq !== null) await go(seq);
  }

  // Where a jump lands at the end, nobody walked there.
  watch(atEnd, (now) => now && !landing && (place.value = null), { flush: "sync" });

  return { place, leave, take, forget: () => void (place.value = null) };
}
