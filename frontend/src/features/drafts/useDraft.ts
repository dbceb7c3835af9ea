import { type MaybeRefOrGetter, onScopeDispose, ref, toValue, watch } from "vue";

import { useDrafts } from "@/stores/drafts";

/** Words in a field that are kept under a place as they are written, and come back when the place does. */
export function useDraft(place: MaybeRefOrGetter<string>) {
  const drafts = useDrafts();
  const body = ref("");

  watch(
    () => toValue(place),
    (at) => {
      body.value = drafts.text(at);
    },
    { immediate: true },
  );
  // What another device wrote shows up only where nothing is being written; what it sent is gone here too.
  watch(
    () => drafts.text(toValue(place)),
    (text, before) => {
      if (!body.value || (!text && body.value === before)) body.value = text;
    },
  );
  onScopeDispose(drafts.hold(() => (body.value ? toValue(place) : null)));
  // Both versions were seen and one was chosen.
  watch(
    () => drafts.conflicts.has(toValue(place)),
    (differs) => {
      if (!differs) body.value = drafts.text(toValue(place));
    },
  );
  watch(body, (text) => {
    if (text !== drafts.text(toValue(place))) drafts.write(toValue(place), text);
  });

  function clear(): void {
    drafts.drop(toValue(place));
    body.value = "";
  }

  return { body, clear };
}
