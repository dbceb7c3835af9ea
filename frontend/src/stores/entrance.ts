import { useBoard } from "./board";
import { useCommunities } from "./communities";
import { useDrafts } from "./drafts";
import { useNotices } from "./notices";
import { useRooms } from "./rooms";

/**
 * Comes into a community and fetches what its pages need. False for those who are not members: `door` then says
 * what stands on the door. Each store keeps its own error; only the community itself may fail here.
 */
export async function enterCommunity(slug: string): Promise<boolean> {
  const entered = await useCommunities().enter(slug);
  if (!entered) return false;
  await Promise.all([
    useRooms().load(slug),
    useBoard().load(slug).catch(() => {}),
    useNotices().load(slug),
    useDrafts().load(slug).catch(() => {}),
  ]);
  return true;
}

/** Whoever sits down at this browser next must not find what the last one read and wrote. */
export function forgetCommunity(): void {
  useRooms().reset(null);
  useBoard().reset("");
  useNotices().reset();
  useDrafts().forgetAll();
  useCommunities().stepOut();
}
