import { useRouter } from "vue-router";

import { asApiError } from "@/api/http";
import type { SavedKind } from "@/api/saved";
import { useExplain, useI18n } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { keyOf, useSavedThings } from "@/stores/savedThings";
import { useToast } from "@/ui/toast";

/** Saving a thing and letting go of it, from any menu: seen at once, told in a line with the way on or back. */
export function useSaving() {
  const { t } = useI18n();
  const explain = useExplain();
  const router = useRouter();
  const communities = useCommunities();
  const saved = useSavedThings();
  const toast = useToast();

  const isSaved = (kind: SavedKind, id: number) => saved.keys.has(keyOf(kind, id));
  const seeAll = () => void router.push({ name: "saved", params: { slug: communities.slug } });

  async function set(kind: SavedKind, id: number, on: boolean): Promise<void> {
    try {
      await saved.set(kind, id, on);
    } catch (reason) {
      toast.show(explain(asApiError(reason)), { tone: "danger" });
      return;
    }
    if (on) toast.show(t("saved.done"), { tone: "good", action: { label: t("saved.see"), run: seeAll, testid: "saved-see" } });
    else toast.show(t("saved.undone"), { action: { label: t("saved.again"), run: () => void set(kind, id, true), testid: "saved-again" } });
  }

  return {
    isSaved,
    set,
    learn: () => void saved.learn(),
    toggle: (kind: SavedKind, id: number) => set(kind, id, !isSaved(kind, id)),
    /** The line of a menu that does this. */
    item: (kind: SavedKind, id: number, shown = true) => ({
      id: "save",
      label: t(isSaved(kind, id) ? "saved.letGo" : "saved.save"),
      icon: "bookmark" as const,
      shown,
      testid: `${kind}-save`,
    }),
  };
}
