import { shallowReactive } from "vue";

import type { ApiError } from "@/api/http";
import type { MemberRef } from "@/api/shapes";
import { RoomLog, type RoomSnapshot, type RoomSource } from "@/sync/RoomLog";
import { type TimelineItem, weave } from "@/sync/timeline";
import { TypingCrowd } from "@/sync/Typing";

/** What the screen of one open room shows. */
export interface RoomView {
  snapshot: RoomSnapshot;
  items: TimelineItem[];
  loading: boolean;
  loadingOlder: boolean;
  loadingNewer: boolean;
  error: ApiError | null;
  /** Where the unread began when the room was opened; the divider stands there. */
  unreadFrom: number | null;
  typing: MemberRef[];
  here: MemberRef[];
  hereCount: number;
}

export interface OpenRoom {
  id: number;
  log: RoomLog;
  crowd: TypingCrowd;
  view: RoomView;
  letGo: (() => void)[];
}

export function openRoom(id: number, source: RoomSource, told: (snapshot: RoomSnapshot) => void = () => {}): OpenRoom {
  let view: RoomView;
  const log = new RoomLog(source, (snapshot) => {
    view.snapshot = snapshot;
    view.items = weave(snapshot.messages, snapshot.folds);
    told(snapshot);
  });
  view = shallowReactive<RoomView>({
    snapshot: log.snapshot,
    items: [],
    loading: false,
    loadingOlder: false,
    loadingNewer: false,
    error: null,
    unreadFrom: null,
    typing: [],
    here: [],
    hereCount: 0,
  });
  const crowd = new TypingCrowd((people) => (view.typing = people));
  return { id, log, crowd, view, letGo: [] };
}
