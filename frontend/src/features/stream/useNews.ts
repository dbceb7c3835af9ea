import { onBeforeUnmount, watch } from "vue";

import { useI18n } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import type { RoomView } from "@/stores/rooms";
import { Announcer } from "@/ui/Announcer";

const LONGEST = 140;

/** Tells a screen reader what others say while the room is open, without ever running behind. */
export function useNews(view: () => RoomView, say: (words: string) => void): void {
  const { t } = useI18n();
  const communities = useCommunities();
  const announcer = new Announcer(say, (n) => t("stream.newMessages", { n }, n));

  watch(
    () => [view().snapshot.loaded, view().snapshot.seq] as const,
    ([loaded, seq], [wasLoaded, before]) => {
      if (!loaded || !wasLoaded || seq <= before) return;
      const fresh = view().snapshot.messages.filter((message) => message.seq > before && message.author.id !== communities.me?.id && !message.removed);
      for (const { author, body } of fresh) announcer.hear(t("stream.says", { name: author.name, text: body.slice(0, LONGEST) }));
    },
  );
  onBeforeUnmount(() => announcer.stop());
}
