import { useLocalStorage } from "@vueuse/core";
import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import { fetchLinks } from "@/api/conversations";
import { LinkLog, type LinkSnapshot, NO_LINKS } from "@/sync/LinkLog";

import { belongsToCommunity } from "./belongings";
import { useConnection } from "./connection";

/** The room's links are found a moment after the words. */
const SETTLES = 2_500;

/** Which conversation the messages of a room belong to, where somebody wants to see it. */
export const useTalks = defineStore("talks", () => {
  const connection = useConnection();
  /** Rooms in which this browser shows the conversations; none by itself, for calm. */
  const shownIn = useLocalStorage<number[]>("oxbow.talks", []);
  const snapshots = shallowReactive(new Map<number, LinkSnapshot>());
  const logs = new Map<number, LinkLog>();
  const renewals = new Map<number, ReturnType<typeof setTimeout>>();

  const isShown = (room: number) => shownIn.value.includes(room);
  const show = (room: number, on: boolean) => {
    shownIn.value = [...shownIn.value.filter((one) => one !== room), ...(on ? [room] : [])];
  };

  function logOf(room: number): LinkLog {
    const known = logs.get(room);
    if (known) return known;
    const log = new LinkLog(
      async (from, to) => (await fetchLinks(room, from, to)).links,
      (snapshot) => snapshots.set(room, snapshot),
    );
    logs.set(room, log);
    return log;
  }

  const links = (room: number) => snapshots.get(room) ?? NO_LINKS;
  const want = (room: number, from: number, to: number) => logOf(room).want(from, to);

  async function conversationAt(room: number, seq: number): Promise<number | null> {
    await want(room, seq, seq);
    return links(room).of.get(seq) ?? null;
  }

  connection.on("room.changed", ({ room, why, seq }) => {
    if (!logs.has(room) || !["posted", "deleted", "recalled", "hidden", "restored", "promoted"].includes(why)) return;
    clearTimeout(renewals.get(room));
    renewals.set(room, setTimeout(() => void logOf(room).renew(seq - 20, seq).catch(() => {}), SETTLES));
  });

  function reset(): void {
    for (const renewal of renewals.values()) clearTimeout(renewal);
    logs.clear();
    snapshots.clear();
  }

  belongsToCommunity(reset);

  return { isShown, show, links, want, conversationAt };
});
