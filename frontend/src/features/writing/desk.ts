import type { MemberRef, Room } from "@/api/shapes";
import { useCommunities } from "@/stores/communities";
import { useRooms } from "@/stores/rooms";

import type { Offered, Source } from "./Completion";
import { type PeopleOf, peopleSource, roomSource } from "./sources";
import { pinyinReader, Writer } from "./Writer";

export interface Place {
  field: () => HTMLTextAreaElement | null;
  room: () => Room | null;
  met: () => readonly MemberRef[];
  /** Sources of this field alone. */
  more: () => Promise<readonly Source[]>;
  locale: () => string;
  everyone: () => string;
  roles: PeopleOf["roles"];
}

/** A writer for a field, with all that it may be asked for. */
export async function writerAt({ field, room, met, more, locale, everyone, roles }: Place, changed: (offered: Offered | null) => void): Promise<Writer> {
  const communities = useCommunities();
  const rooms = useRooms();
  const readsLike = pinyinReader(locale);
  const people = peopleSource({ slug: () => communities.slug ?? "", me: () => communities.me?.id ?? null, room, met, everyone, roles, readsLike });
  const emoji: Source = { trigger: ":", patience: 0, find: async (query) => (await import("./emojiSource")).emojiSource(readsLike).find(query) };
  return new Writer(field, [people, roomSource(() => rooms.list, readsLike), emoji, ...(await more())], changed);
}
