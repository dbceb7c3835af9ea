import { useBoard } from "./board";
import { useCapsules } from "./capsules";
import { useCatchUp } from "./catchUp";
import { useCommunities } from "./communities";
import { useDrafts } from "./drafts";
import { useLoads } from "./loads";
import { useNotices } from "./notices";
import { useRooms } from "./rooms";
import { useTalks } from "./talks";

/** Comes into a community with what this browser kept of it; false where it kept nothing. */
export async function reopenCommunity(slug: string): Promise<boolean> {
  if (useCommunities().slug === slug) return true;
  if (!(await useCommunities().reopen(slug))) return false;
  forgetHeart();
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
  if (!entered) return false;
  if (!wasHere) forgetHeart();
  await Promise.all([
    useRooms().load(slug),
    useBoard().load(slug).catch(() => {}),
    useNotices().load(slug),
    useDrafts().load(slug).catch(() => {}),
  ]);
  return true;
}

/** What is fetched when it is looked at, and belongs to one community. */
function forgetHeart(): void {
  for (const store of [useLoads(), useTalks(), useCatchUp(), useCapsules()]) store.reset();
}

/** Whoever sits down at this browser next must not find what the last one read and wrote. */
export function forgetCommunity(): void {
  forgetHeart();
  useRooms().reset(null);
  useBoard().reset("");
  useNotices().reset();
  useDrafts().forgetAll();
  useCommunities().stepOut();
}
