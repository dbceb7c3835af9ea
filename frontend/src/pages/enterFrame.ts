import type { RouteLocationNormalized, Router } from "vue-router";

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
    let shown: number | null = null;
    const tell = (place: RouteLocationNormalized) => {
      const thread = Number(place.params.thread ?? place.query.t) || null;
      if (thread !== null && thread !== shown) host.opened(thread);
      shown = thread;
    };
    tell(router.currentRoute.value);
    router.afterEach(tell);
  });
}
