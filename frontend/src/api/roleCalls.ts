import { http } from "./http";
import type { CallableRole, CallableRoles } from "./shapes";

/** The roles that may be called in a room, or else on the board. */
export async function listCallable(slug: string, room?: number): Promise<readonly CallableRole[]> {
  const place = room === undefined ? `communities/${encodeURIComponent(slug)}/callable/` : `rooms/${room}/callable/`;
  return (await http.get<CallableRoles>(place)).roles;
}
