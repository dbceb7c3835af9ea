import { onDeactivated, onScopeDispose, watch } from "vue";

import { usePlaces } from "@/ui/places";
import { makeReady } from "@/ui/renderer";

import type { Row } from "./rows";

/** The words of rows that are not drawn yet are made ready, the latest first: scrolling then has less to do. */
export function useReadyWords(rows: () => readonly Row[], names: () => readonly string[]): void {
  const places = usePlaces();
  let callOff = () => {};
  watch(
    rows,
    (now) => {
      callOff();
      const texts = now.flatMap((row) => (row.kind === "message" && !row.message.removed ? [row.message.body] : []));
      callOff = makeReady(texts, names(), places());
    },
    { immediate: true, flush: "post" },
  );
  onDeactivated(() => callOff());
  onScopeDispose(() => callOff());
}
