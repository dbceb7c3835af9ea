import { computed } from "vue";

import type { Thread } from "@/api/shapes";
import type { ThreadKind } from "@/api/threadKinds";
import { useI18n } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import type { IconName } from "@/ui/icons";

export const KINDS = ["discussion", "question", "idea", "note", "announcement"] as const satisfies readonly ThreadKind[];
export const IDEA_STATUSES = ["open", "planned", "done", "declined"] as const;

export const KIND_ICONS: Record<ThreadKind, IconName> = {
  discussion: "message",
  question: "question",
  idea: "bulb",
  note: "file",
  announcement: "bell",
};

/** The kinds that the reader may begin, and make of others, with their names. */
export function useKinds() {
  const { t } = useI18n();
  const communities = useCommunities();
  const mine = computed(() => KINDS.filter((kind) => kind !== "announcement" || communities.can("announcement.create")));
  const named = (kinds: readonly ThreadKind[]) => kinds.map((value) => ({ value, label: t(`board.kind.${value}`) }));
  return { mine, named };
}

/** Whether the reader says what becomes of a thread: its author, or a moderator. */
export function useKeeper(thread: () => Thread | null) {
  const communities = useCommunities();
  return computed(() => {
    const one = thread();
    if (!one || one.removed || one.into) return false;
    return communities.can("thread.edit") || (one.author.id === communities.me?.id && communities.can("thread.create"));
  });
}

/** How far a thread has come, as the words for it are called: each kind has its own. */
export const statusOf = (kind: ThreadKind, status: string) => `${kind}_${status}`;
