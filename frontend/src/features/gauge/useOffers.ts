import { asApiError } from "@/api/http";
import type { EditLoad, Offer } from "@/api/shapes";
import { useExplain, useI18n } from "@/i18n";
import { useLoads } from "@/stores/loads";
import { useToast } from "@/ui/toast";

/** The tabs behind the gauge. */
export type LoadTab = "history" | "suggestions" | "settings";
/** What an offer opens, where one tap is not all. */
export type Opened = { kind: "promote"; conversation: number } | { kind: "circle" } | { kind: "split" } | { kind: "load"; tab: LoadTab };

/** Seconds between two messages that slow mode begins with. */
export const SLOW = 30;

/** Takes what the gauge offers: settings at once and with a way back, everything else in its sheet. */
export function useOffers(room: () => number, open: (what: Opened) => void) {
  const { t } = useI18n();
  const explain = useExplain();
  const loads = useLoads();
  const toast = useToast();

  async function set(changes: EditLoad, said: string, back: EditLoad | null): Promise<void> {
    const id = room();
    try {
      await loads.update(id, changes);
      const action = back ? { label: t("bridge.undo"), testid: "offer-undo", run: () => void loads.update(id, back).catch(complain) } : undefined;
      toast.show(said, { tone: "good", action });
    } catch (reason) {
      complain(reason);
    }
  }
  const complain = (reason: unknown) => void toast.show(explain(asApiError(reason)), { tone: "danger" });

  function take(offer: Offer): void {
    const before = loads.byRoom.get(room());
    if (offer.kind === "promote_biggest" && offer.conversation !== null) open({ kind: "promote", conversation: offer.conversation });
    else if (offer.kind === "slow_mode") void set({ slow: SLOW }, t("gauge.slowOn", { n: SLOW }), { slow: before?.slow ?? 0 });
    else if (offer.kind === "auto_promote") void set({ relief: "automatic" }, t("gauge.autoOn"), { relief: before?.relief ?? "propose" });
    else if (offer.kind === "circle" || offer.kind === "split") open({ kind: offer.kind });
  }

  return { take };
}
