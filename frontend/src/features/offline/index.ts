import { isEmbedded } from "@/api/frame";
import { useI18n } from "@/i18n";
import { usePush } from "@/stores/push";
import { AppWorker, type WorkerPorts } from "@/sync/AppWorker";
import { workerAddress } from "@/sync/trusted";
import { useToast } from "@/ui/toast";

/** The page is told quietly of a new version; whoever does not care gets it with the next start. */
const NEWS_STAYS = 20_000;

/** Lets the app open without a network, once the page stands. */
export async function enlist(open: (path: string) => void): Promise<void> {
  if (!import.meta.env.PROD || isEmbedded || !("serviceWorker" in navigator)) return;
  const toast = useToast();
  const { t } = useI18n();
  const ports: WorkerPorts = {
    renewed: (take) => toast.show(t("offline.renewed"), { stay: NEWS_STAYS, action: { label: t("offline.take"), run: take, testid: "take-update" } }),
    said: (word) => {
      if (word.do === "open") open(word.path);
    },
    reload: () => location.reload(),
  };
  // A refusal only means that the app opens from the network, as ever.
  await new AppWorker(navigator.serviceWorker, ports).enlist(workerAddress()).then(() => usePush().renew(), () => {}).catch(() => {});
}
