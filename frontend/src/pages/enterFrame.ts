import type { Router } from "vue-router";

import { useCommunities } from "@/stores/communities";
import { useHost } from "@/stores/host";

/** Comes in by the word of the page around the frame, and from then on goes where that page asks to go. */
export async function enterFrame(router: Router): Promise<void> {
  const host = useHost();
  const communities = useCommunities();
  await host.enter(/\/c\/([^/?#]+)/u.exec(location.pathname)?.[1] ?? "");
  void router.isReady().then(() => {
    host.report();
    host.onWish((wish) => {
      if (wish.do !== "open") return;
      const at = wish.thread ? `/t/${wish.thread}` : wish.room ? `/r/${wish.room}` : wish.board ? "/t" : "";
      void router.push(`/c/${communities.slug ?? ""}${at}`);
    });
    router.afterEach((to) => {
      const thread = Number(to.params.thread ?? to.query.t);
      if (thread) host.opened(thread);
    });
  });
}
