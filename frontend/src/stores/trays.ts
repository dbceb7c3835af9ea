import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import { asApiError, isPassing } from "@/api/http";
import type { File as Kept } from "@/api/shapes";
import { type Announcement, announceUpload, dropUpload, fetchUploaded, fileUrl, sendPart, thumbUrl, uploadOffset } from "@/api/uploads";
import { type Brought, Tray, type TrayItem } from "@/sync/Tray";
import { takenAway, TrayShelf } from "@/sync/TrayShelf";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";

const SHOWN_AT = { image: (id: number) => thumbUrl(id, 320), voice: fileUrl, document: () => null };
const filesOf = (items: readonly TrayItem[]) => items.flatMap(({ file }) => (file ? [file] : []));

/**
 * What is being brought along in each place: uploads go on while another room is on the screen, and what has arrived is
 * there again after the page was closed.
 */
export const useTrays = defineStore("trays", () => {
  const communities = useCommunities();
  const shown = shallowReactive(new Map<string, TrayItem[]>());
  const trays = new Map<string, { tray: Tray; home: { key: string } }>();
  const shelf = new TrayShelf(localStorage);

  /** Whoever sits down at this browser next finds none of it. */
  const keyOf = (place: string) => `${communities.me?.id ?? 0}.${place}`;
  const addressOf = ({ id }: Kept) => `communities/${communities.slug}/uploads/${id}/`;

  function upload(told: Announcement) {
    const slug = communities.slug ?? "";
    const announce = (size: number) => announceUpload(slug, size, told);
    return { announce, offset: uploadOffset, part: sendPart, result: fetchUploaded, drop: dropUpload };
  }

  const find = (place: string) => trays.get(keyOf(place))?.tray;
  const at = (place: string): Tray => find(place) ?? begin(keyOf(place));

  function begin(key: string): Tray {
    const home = { key };
    const changed = (items: TrayItem[]) => show(home.key, items);
    const discard = (file: Kept) => void dropUpload(addressOf(file)).catch(() => {});
    const tray = new Tray({ upload, changed, discard, release: URL.revokeObjectURL, shownAt: ({ kind, id }) => SHOWN_AT[kind](id) });
    trays.set(key, { tray, home });
    return tray;
  }

  function show(key: string, items: TrayItem[]): void {
    shown.set(key, items);
    shelf.settle(key, filesOf(items));
  }

  /** What lies there from before. Some of it may be gone by now: files wait for a day, or were sent from elsewhere. */
  function recall(place: string): void {
    if (find(place)) return;
    const files = shelf.read(keyOf(place));
    if (!files.length) return;
    const tray = at(place);
    tray.restore(files);
    for (const file of files) fetchUploaded(addressOf(file)).catch((reason) => isPassing(asApiError(reason)) || tray.lose([file.id]));
  }

  /** All of a place's files go on in another one, unless something lies there already. */
  function move(from: string, to: string): void {
    const [source, target] = [keyOf(from), keyOf(to)];
    const moved = trays.get(source);
    if (!moved || shown.get(target)?.length) return;
    moved.home.key = target;
    trays.set(target, moved);
    trays.delete(source);
    show(target, shown.get(source) ?? []);
    show(source, []);
  }

  function wake(): void {
    for (const { tray } of trays.values()) tray.wake();
  }

  useConnection().onOpen(wake);
  window.addEventListener("online", wake);
  window.addEventListener("storage", (event) => {
    const taken = takenAway(event);
    if (taken) trays.get(taken.place)?.tray.lose(taken.files);
  });

  return {
    items: (place: string): readonly TrayItem[] => shown.get(keyOf(place)) ?? [],
    add: (place: string, brought: readonly Brought[]) => at(place).add(brought),
    remove: (place: string, key: number) => at(place).remove(key),
    retry: (place: string, key: number) => at(place).retry(key),
    empty: (place: string): Kept[] => find(place)?.empty() ?? [],
    recall,
    move,
  };
});
