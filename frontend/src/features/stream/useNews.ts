import { onActivated, onBeforeUnmount, onDeactivated, watch } from "vue";

import { useI18n } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import type { RoomView } from "@/stores/rooms";
import { Announcer } from "@/ui/Announcer";

const LONGEST = 140;

/** Tells a screen reader what others say while the room is open, without ever running behind; not what was said while one was elsewhere. */
export function useNews(view: () => RoomView, say: (words: string) => void): void {
  const { t } = useI18n();
  const communities = useCommunities();
  const announcer = new Announcer(say, (n) => t("stream.newMessages", { n }, n));
  let since = 0;

  watch(
    () => [view().snapshot.loaded, view().snapshot.seq] as const,
    ([loaded, seq], [wasLoaded, before]) => {
      if (!loaded || !wasLoaded || seq <= before) return;
      const fresh = view().snapshot.messages.filter((message) => message.seq > Math.max(before, since) && message.author.id !== communities.me?.id && !message.removed);
      for (const { author, body } of fresh) announcer.hear(t("stream.says", { name: author.name, text: body.slice(0, LONGEST) }));
    },
  );
  onActivated(() => (since = view().snapshot.seq));
  onDeactivated(() => announcer.stop());
  onBeforeUnmount(() => announcer.stop());
}
