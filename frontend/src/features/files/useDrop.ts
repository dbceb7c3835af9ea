import { useEventListener } from "@vueuse/core";
import { type MaybeRefOrGetter, onDeactivated, ref, toValue } from "vue";

/** Files that are dragged over a part of the page and dropped there. */
export function useDrop(target: MaybeRefOrGetter<HTMLElement | null | undefined>, drop: (files: File[]) => void) {
  const over = ref(false);
  let depth = 0;
  const carries = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

  function turn(by: number) {
    depth = Math.max(0, depth + by);
    over.value = depth > 0;
  }

  useEventListener(() => toValue(target), "dragenter", (event: DragEvent) => carries(event) && turn(1));
  useEventListener(() => toValue(target), "dragleave", (event: DragEvent) => carries(event) && turn(-1));
  useEventListener(() => toValue(target), "dragover", (event: DragEvent) => carries(event) && event.preventDefault());
  useEventListener(() => toValue(target), "drop", (event: DragEvent) => {
    turn(-depth);
    if (!carries(event)) return;
    event.preventDefault();
    drop([...(event.dataTransfer?.files ?? [])]);
  });
  // What is dragged on over another page leaves this one untold.
  onDeactivated(() => turn(-depth));
  return over;
}
