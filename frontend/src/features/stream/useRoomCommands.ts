import { useI18n } from "vue-i18n";

import { asApiError } from "@/api/http";
import type { Room } from "@/api/shapes";
import { titleOf } from "@/features/rooms/title";
import { useExplain } from "@/i18n";
import { useRooms } from "@/stores/rooms";
import { useToast } from "@/ui/toast";

import type { CommandId } from "./commands";
import { dayIn } from "./days";

interface Ports {
  room: () => Room | undefined;
  board: (words: string) => void;
  search: (words: string) => void;
  info: () => void;
  toDay: (day: string) => void;
  askDay: () => void;
}

/** What the commands of a room do. */
export function useRoomCommands({ room, board, search, info, toDay, askDay }: Ports): (id: CommandId, words: string) => void {
  const { t } = useI18n();
  const rooms = useRooms();
  const toast = useToast();
  const explain = useExplain();

  async function mute(): Promise<void> {
    const here = room();
    if (!here?.mine) return;
    const level = here.mine.level === "nothing" ? "all" : "nothing";
    try {
      await rooms.setLevel(here.id, level);
      toast.show(t(level === "nothing" ? "command.muted" : "command.unmuted", { room: titleOf(here) }));
    } catch (reason) {
      toast.show(explain(asApiError(reason)), { tone: "danger" });
    }
  }

  function date(words: string): void {
    const day = dayIn(words);
    if (day) toDay(day);
    else askDay();
  }

  const acts: Record<CommandId, (words: string) => void> = { board, search, date, info, mute: () => void mute() };
  return (id, words) => acts[id](words);
}
