import type { Room } from "@/api/shapes";

/** Where somebody is called first, then where somebody writes to one person, then the rest; never what was silenced. */
export function nextUnread(rooms: readonly Room[], current: number | null): Room | undefined {
  const waiting = rooms.filter(({ id, mine, archived }) => id !== current && !archived && mine && mine.unread > 0 && mine.level !== "nothing");
  const rank = (room: Room) => (room.mine?.mentions ? 0 : room.kind === "direct" ? 1 : 2);
  return waiting.sort((one, other) => rank(one) - rank(other))[0];
}
