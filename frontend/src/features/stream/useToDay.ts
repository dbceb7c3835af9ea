import { ref } from "vue";

import { asApiError } from "@/api/http";
import { fetchPlaceAt } from "@/api/rooms";
import { useExplain } from "@/i18n";
import { useToast } from "@/ui/toast";
import { useLatch } from "@/ui/useLatch";

import { beginOf, dayOf } from "./days";

/** Goes to the first message of a day, and asks which day. */
export function useToDay(room: () => number, jump: (seq: number) => void) {
  const toast = useToast();
  const explain = useExplain();
  const open = ref(false);
  const from = ref("");
  const used = useLatch(() => open.value);

  function ask(at: string | Date = new Date()): void {
    from.value = dayOf(new Date(at));
    open.value = true;
  }

  async function go(day: string): Promise<void> {
    const asked = room();
    try {
      const seq = await fetchPlaceAt(asked, beginOf(day));
      if (seq !== null && asked === room()) jump(seq);
    } catch (reason) {
      toast.show(explain(asApiError(reason)), { tone: "danger" });
    }
  }

  return { open, from, used, ask, go };
}
