import { defineStore } from "pinia";
import { ref, watch } from "vue";

import { enterByCode, enterByToken } from "@/api/embedding";
import { bearSession } from "@/api/http";
import { FRAME_BASE, isFramed } from "@/api/frame";
import type { Entered } from "@/api/shapes";
import type { HostEventOf, HostWish } from "../../embed/types";
import { HostLine } from "@/sync/HostLine";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useRooms } from "./rooms";
import { useSession } from "./session";

type Load = HostEventOf<"load">["load"];
const KEPT = "oxbow.frame"; // the session of this tab's frame, so that a reload does not end it

/** The page around the frame: it says who is in front of it, and is told what happens inside. */
export const useHost = defineStore("host", () => {
  const session = useSession();
  const communities = useCommunities();
  const line = isFramed ? new HostLine(window.parent, window) : null;
  const refusal = ref<unknown>(null);
  /** The room that the page's button is about; without one it is about all of them. */
  let counted: number | null = null;

  function take({ session: key, files }: Entered): void {
    bearSession(key, files);
    sessionStorage.setItem(KEPT, JSON.stringify([key, files]));
  }

  /** Comes in by the page's word before anything is asked of the server. */
  async function enter(slug: string): Promise<void> {
    if (!line) return;
    const [key, files] = JSON.parse(sessionStorage.getItem(KEPT) ?? '["", ""]') as [string, string];
    bearSession(key, files);
    const { token, room } = await line.introduce();
    counted = room ?? null;
    if (!token) return;
    try {
      take(await enterByToken(slug, token));
    } catch (reason) {
      refusal.value = reason;
    }
  }

  /** Signs in in a window of its own, where the browser keeps cookies, and takes over who is there. */
  function signInByWindow(slug: string): Promise<void> {
    const popup = window.open(`${FRAME_BASE}c/${encodeURIComponent(slug)}/hand-over`, "oxbow-sign-in", "popup,width=460,height=680");
    return new Promise((settle, fail) => {
      const hear = (message: MessageEvent) => {
        if (message.origin !== location.origin || message.source !== popup || typeof message.data?.code !== "string") return;
        removeEventListener("message", hear);
        enterByCode(message.data.code)
          .then(take)
          .then(session.load)
          .then(settle, fail);
      };
      addEventListener("message", hear);
    });
  }

  const urlOf = (thread: number) => `${location.origin}/c/${communities.slug ?? ""}/t/${thread}`;
  const opened = (thread: number) => line?.tell({ on: "thread", thread, url: urlOf(thread) });
  const onWish = (heard: (wish: HostWish) => void) => line?.onWish(heard);

  /** Escape that nothing in the frame wanted. What lies over it takes the key without a word, and is seen before it goes. */
  function listenForLeave(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("[data-dismissable-layer]")) return;
    setTimeout(() => event.defaultPrevented || line?.tell({ on: "leave" }));
  }

  /** The meter says it again and again while a room is full. */
  const loads = new Map<number, Load>();
  function tellLoad(room: number, load: Load): void {
    if (loads.get(room) === load) return;
    loads.set(room, load);
    line?.tell({ on: "load", room, load });
  }

  /** From now on the page hears what happens inside. */
  function report(): void {
    if (!line) return;
    const rooms = useRooms();
    line.tell({ on: "ready", signedIn: session.isUser });
    const mine = () => (counted === null ? rooms : rooms.byId.get(counted)?.mine);
    watch([() => mine()?.unread ?? 0, () => mine()?.mentions ?? 0], ([unread, mentions]) => line.tell({ on: "unread", unread, mentions }));
    window.addEventListener("keydown", listenForLeave, { capture: true });
    const connection = useConnection();
    connection.on("room.load", ({ room, state }) => tellLoad(room, state));
    connection.on("room.changed", (event) => {
      if (event.info?.load) tellLoad(event.room, event.info.load);
      for (const fold of event.why === "promoted" ? event.folds : []) {
        if (fold.thread) line.tell({ on: "promoted", room: event.room, thread: fold.thread, title: fold.title, url: urlOf(fold.thread) });
      }
    });
  }

  return { refusal, enter, signInByWindow, report, opened, onWish };
});
