import { useRoute, useRouter } from "vue-router";

import { useCommunities } from "@/stores/communities";
import { useRooms } from "@/stores/rooms";
import type { Shortcut } from "@/ui/Shortcuts";
import { useShortcuts } from "@/ui/useShortcuts";

import { nextUnread } from "./nextUnread";

/** The keys that work wherever one is in a community. */
export function useCommunityKeys(show: { palette: () => void; help: () => void }): void {
  const router = useRouter();
  const route = useRoute();
  const rooms = useRooms();
  const communities = useCommunities();
  const key = (keys: string, label: string, run: () => void): Shortcut => ({ keys, label, group: "places", run });
  const go = (name: string) => () => void router.push({ name, params: { slug: communities.slug } });

  function toNextUnread(): void {
    const room = nextUnread(rooms.list, Number(route.params.room) || null);
    if (room?.mine) void router.push({ name: "room", params: { slug: communities.slug, room: room.id }, query: { at: room.mine.read_seq + 1 } });
  }

  useShortcuts(
    key("mod+k", "palette.title", show.palette),
    key("/", "search.label", go("search")),
    key("n", "keys.nextUnread", toNextUnread),
    key("g r", "nav.rooms", go("rooms")),
    key("g b", "nav.board", go("board")),
    key("g i", "nav.inbox", go("inbox")),
    key("g m", "nav.members", go("members")),
    key("g s", "settings.title", go("me")),
    key("?", "keys.title", show.help),
  );
}
