import { asApiError } from "@/api/http";
import type { ThreadChanges } from "@/api/shapes";

import type { useConnection } from "../connection";
import type { threadCopies } from "../threadCopies";
import type { OpenThread } from "../threadViews";
import type { Shelf } from "./shelf";

type Connection = ReturnType<typeof useConnection>;
type Starts = ReturnType<typeof threadCopies>;

const threadOf = (topic: string) => (topic.startsWith("thread.") ? Number(topic.slice(7)) : null);

/** What the server tells of threads: to those that are open, to those that this browser keeps, and to the list. */
export function hearThreads(connection: Connection, shelf: Shelf, open: Map<number, OpenThread>, starts: Starts): void {
  connection.keep<ThreadChanges>("thread", {
    held: (id) => open.get(id)?.log.held ?? starts.held(id),
    missed: (id, changes, since) => {
      open.get(id)?.log.catch(changes, since);
      starts.hear(id, changes, changes.more ? undefined : changes.rev);
    },
  });
  connection.on("thread.changed", (event) => {
    open.get(event.thread)?.log.apply(event);
    const isNext = event.whole && event.rev === (starts.held(event.thread) ?? NaN) + 1;
    starts.hear(event.thread, event, isNext ? event.rev : undefined);
  });
  connection.onRefused((topics) => {
    for (const id of topics.map(threadOf)) if (id !== null) starts.drop(id);
  });
  connection.on("board.changed", ({ thread }) => {
    if (shelf.threads.has(thread)) void shelf.refresh(thread).catch((reason) => asApiError(reason).code === "not_found" && shelf.drop(thread));
    else shelf.news.add(thread);
  });
  connection.onNumbers((numbers) => {
    for (const [topic, rev] of Object.entries(numbers)) {
      const id = threadOf(topic);
      if (id === null) continue;
      open.get(id)?.log.hear(rev);
      void starts.catchUp(id, rev).catch(() => {});
    }
  });
}
