import { type Ref, ref, watch } from "vue";

/** True from the first time on that this is so: what was opened once stays, so that it can close in its own time. */
export function useLatch(isSo: () => boolean): Readonly<Ref<boolean>> {
  const was = ref(isSo());
  const stop = watch(
    isSo,
    () => {
      was.value = true;
      stop();
    },
    { flush: "sync" },
  );
  return was;
}
