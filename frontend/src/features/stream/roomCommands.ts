import { asApiError, type ApiError } from "@/api/http";
import type { Room } from "@/api/shapes";
import { titleOf } from "@/features/rooms/title";
import { useRooms } from "@/stores/rooms";

import type { CommandId } from "./commands";
import { dayIn } from "./days";

export interface RoomPorts {
  room: Room;
  t: (key: string, named?: Record<string, unknown>) => string;
  say: (words: string) => void;
  explain: (error: ApiError) => string;
  board: (words: string) => void;
  search: (words: string) => void;
  info: () => void;
  toDay: (day: string) => void;
  askDay: () => void;
}

/** What the commands of a room do. */
export function runCommand(id: CommandId, words: string, ports: RoomPorts): void {
  const day = dayIn(words);
  const acts: Record<CommandId, () => void> = {
    board: () => ports.board(words),
    search: () => ports.search(words),
    info: ports.info,
    date: () => (day ? ports.toDay(day) : ports.askDay()),
    mute: () => void mute(ports),
  };
  acts[id]();
}

async function mute({ room, t, say, explain }: RoomPorts): Promise<void> {
  if (!room.mine) return;
  const level = room.mine.level === "nothing" ? "all" : "nothing";
  try {
    await useRooms().setLevel(room.id, level);
    say(t(level === "nothing" ? "command.muted" : "command.unmuted", { room: titleOf(room) }));
  } catch (reason) {
    say(explain(asApiError(reason)));
  }
}
