import { forgetBelongings } from "./belongings";
import { useBoard } from "./board";
import { useCommunities } from "./communities";
import { useDrafts } from "./drafts";
import { useNotices } from "./notices";
import { useRooms } from "./rooms";

/** Comes into a community with what this browser kept of it; false where it kept nothing. */
export async function reopenCommunity(slug: string): Promise<boolean> {
  if (useCommunities().slug === slug) return true;
  if (!(await useCommunities().reopen(slug))) return false;
  forgetBelongings();
  await Promise.all([useRooms().reopen(slug), useBoard().reopen(slug)]);
  return true;
}

/**
 * Comes into a community and fetches what its pages need. False for those who are not members: `door` then says
 * what stands on the door. Each store keeps its own error; only the community itself may fail here.
 */
export async function enterCommunity(slug: string): Promise<boolean> {
  const wasHere = useCommunities().slug === slug;
  const entered = await useCommunities().enter(slug);
  if (!entered) {
    stepOut();
    return false;
  }
  if (!wasHere) forgetBelongings();
  // The board and the notices fill in when they come; words must not come into a field that somebody writes in.
  void Promise.allSettled([useBoard().load(slug), useNotices().load(slug)]);
  await Promise.all([useRooms().load(slug), useDrafts().load(slug).catch(() => {})]);
  return true;
}

/** Outside, nothing of it is followed any more: whoever comes back follows anew. */
function stepOut(): void {
  forgetBelongings();
  useRooms().reset(null);
  useBoard().reset("");
  useNotices().reset();
}

/** Whoever sits down at this browser next must not find what the last one read and wrote. */
export function forgetCommunity(): void {
  stepOut();
  useDrafts().forgetAll();
  useCommunities().stepOut();
}
