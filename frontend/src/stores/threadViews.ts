import { shallowReactive } from "vue";

import type { ApiError } from "@/api/http";
import type { PostPlace } from "@/api/shapes";
import { ThreadLog, type ThreadSnapshot, type ThreadSource } from "@/sync/ThreadLog";

/** What the screen of one open thread shows. */
export interface ThreadView {
  snapshot: ThreadSnapshot;
  loading: boolean;
  loadingMore: boolean;
  error: ApiError | null;
  /** Where the post stands now that was asked for, if it left this thread. */
  moved: PostPlace | null;
  /** Read position when the thread was opened: posts above it are new. Moves only when it is opened again. */
  readSeq: number;
}

export interface OpenThread {
  log: ThreadLog;
  view: ThreadView;
  letGo: (() => void) | null;
}

export function openThread(source: ThreadSource, told: (snapshot: ThreadSnapshot) => void): OpenThread {
  let view: ThreadView;
  const log = new ThreadLog(source, (snapshot) => {
    view.snapshot = snapshot;
    told(snapshot);
  });
  view = shallowReactive<ThreadView>({
    snapshot: log.snapshot,
    loading: false,
    loadingMore: false,
    error: null,
    moved: null,
    readSeq: 0,
  });
  return { log, view, letGo: null };
}
