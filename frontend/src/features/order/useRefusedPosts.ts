import { computed, type Ref, watch } from "vue";

import { useDrafts } from "@/stores/drafts";
import { useRooms } from "@/stores/rooms";
import { useVoice } from "@/stores/voice";
import { isHush } from "@/sync/hushes";
import type { Outgoing } from "@/sync/Outbox";

/** Alone, words can go back into the field; with files, or as an answer, they wait in the stream to be sent again. */
const isPlain = ({ files, reply_to }: Outgoing) => !files.length && reply_to === null;

/** Posts that were refused because their author may not write there: what was said is remembered, and the words go back to an empty field. */
export function useRefusedPosts(place: () => string, words: Ref<string>): void {
  const rooms = useRooms();
  const drafts = useDrafts();
  const voice = useVoice();
  const refused = computed(() => rooms.outgoing.filter(({ room, state, error }) => `room:${room}` === place() && state === "failed" && isHush(error?.code)));

  function takeBack(entries: readonly Outgoing[]): void {
    const back = entries.filter(isPlain);
    if (!back.length || words.value.trim()) return;
    const text = back.map(({ body }) => body).join("\n");
    drafts.write(place(), text);
    words.value = text;
    for (const { client_id } of back) rooms.discard(client_id);
  }

  watch(
    refused,
    (entries) => {
      for (const { error } of entries) if (error) voice.learn(place(), error);
      takeBack(entries);
    },
    { immediate: true },
  );
}
