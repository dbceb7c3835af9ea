import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import type { File as Kept } from "@/api/shapes";
import { type Announcement, announceUpload, dropUpload, fetchUploaded, sendPart, uploadOffset } from "@/api/uploads";
import { type Brought, Tray, type TrayItem } from "@/sync/Tray";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";

/** What is being brought along in each place: uploads go on while another room is on the screen. */
export const useTrays = defineStore("trays", () => {
  const communities = useCommunities();
  const shown = shallowReactive(new Map<string, TrayItem[]>());
  const trays = new Map<string, { tray: Tray; home: { place: string } }>();

  function upload(told: Announcement) {
    const slug = communities.slug ?? "";
    const announce = (size: number) => announceUpload(slug, size, told);
    return { announce, offset: uploadOffset, part: sendPart, result: fetchUploaded, drop: dropUpload };
  }

  function at(place: string): Tray {
    return (trays.get(place) ?? begin(place)).tray;
  }

  function begin(place: string) {
    const home = { place };
    const changed = (items: TrayItem[]) => void shown.set(home.place, items);
    const begun = { tray: new Tray({ upload, changed, release: URL.revokeObjectURL }), home };
    trays.set(place, begun);
    return begun;
  }

  /** All of a place's files go on in another one, unless something lies there already. */
  function move(from: string, to: string): void {
    const moved = trays.get(from);
    if (!moved || shown.get(to)?.length) return;
    moved.home.place = to;
    trays.set(to, moved);
    trays.delete(from);
    shown.set(to, shown.get(from) ?? []);
    shown.delete(from);
  }

  function wake(): void {
    for (const { tray } of trays.values()) tray.wake();
  }

  useConnection().onOpen(wake);
  window.addEventListener("online", wake);

  return {
    items: (place: string): readonly TrayItem[] => shown.get(place) ?? [],
    add: (place: string, brought: readonly Brought[]) => at(place).add(brought),
    remove: (place: string, key: number) => at(place).remove(key),
    retry: (place: string, key: number) => at(place).retry(key),
    empty: (place: string): Kept[] => trays.get(place)?.tray.empty() ?? [],
    move,
  };
});
