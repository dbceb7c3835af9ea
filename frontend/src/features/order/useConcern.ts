import { useCommunities } from "@/stores/communities";
import { useNotices } from "@/stores/notices";
import { useRooms } from "@/stores/rooms";
import { refusedShelf } from "@/sync/refusedShelf";
import { useLatch } from "@/ui/useLatch";

/** Whether anything hints that this member may not write somewhere; from then on the note is there that knows it exactly. */
export function useConcern() {
  const communities = useCommunities();
  const notices = useNotices();
  const rooms = useRooms();
  return useLatch(
    () =>
      communities.me?.silenced_until != null ||
      notices.list.some(({ kind }) => kind === "sanctioned") ||
      rooms.outgoing.some(({ state }) => state === "failed") ||
      localStorage.getItem(refusedShelf(communities.me?.id)) !== null,
  );
}
