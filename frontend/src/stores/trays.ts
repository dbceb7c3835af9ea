import { defineStore } from "pinia";
import { shallowReactive, shallowRef } from "vue";

import { asApiError, isPassing } from "@/api/http";
import type { File as Kept } from "@/api/shapes";
import { type Announcement, announceUpload, dropUpload, fetchUploaded, fileUrl, sendPart, thumbUrl, uploadOffset } from "@/api/uploads";
import { askBeforeLeaving } from "@/sync/leaving";
import { type Brought, type Left, type Passage, Tray, type TrayItem } from "@/sync/Tray";
import { takenAway, TrayShelf } from "@/sync/TrayShelf";
import type { Found } from "@/sync/UnsentFiles";
import { uuid } from "@/sync/uuid";
import type { Wish } from "@/sync/WishShelf";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useDrafts } from "./drafts";
import { useRooms } from "./rooms";
import { unsentThings } from "./unsent";

const SHOWN_AT = { image: (id: number) => thumbUrl(id, 320), voice: fileUrl, document: () => null, sticker: fileUrl };
const filesOf = (items: readonly TrayItem[]) => items.flatMap(({ file }) => (file ? [file] : []));
const placeIn = (key: string) => key.slice(key.indexOf(".") + 1);
const previewOf = (kind: Kept["kind"], bytes: Blob) => (kind === "document" ? null : URL.createObjectURL(bytes));
const isLosable = ({ state, kept }: TrayItem) => !kept && (state === "going" || state === "waiting");

type Held = Pick<Passage, "kept" | "note" | "forget">;
/** The key under which a tray lies; it changes when its files are carried elsewhere. */
interface Home {
  key: string;
}

/**
 * What is being brought along in each place: uploads go on while another room is on the screen and over reloads, and
 * what has arrived is there again after the page was closed. What was sent off goes out once its files are there.
 */
export const useTrays = defineStore("trays", () => {
  const communities = useCommunities();
  const rooms = useRooms();
  const drafts = useDrafts();
  const shown = shallowReactive(new Map<string, TrayItem[]>());
  const wishes = shallowReactive(new Map<string, Wish>());
  /** What went out last, with its files. */
  const departed = shallowRef<{ place: string; wish: Wish } | null>(null);
  const trays = new Map<string, { tray: Tray; home: Home }>();
  const recalled = new Map<string, Promise<unknown>>();
  const shelf = new TrayShelf(localStorage);
  const unsent = unsentThings();

  /** Whoever sits down at this browser next finds none of it. */
  const keyOf = (place: string) => `${communities.me?.id ?? 0}.${place}`;
  const addressOf = ({ id }: Kept) => `communities/${communities.slug}/uploads/${id}/`;

  function passage(home: Home, told: Announcement, held: Held): Passage {
    const slug = communities.slug ?? "";
    const announce = (size: number) => announceUpload(slug, size, told);
    /** From one shelf to the other, before anybody can send it: on neither it would be lost, on both it would be sent again. */
    async function result(address: string): Promise<Kept> {
      const file = await fetchUploaded(address);
      shelf.settle(home.key, [...filesOf(shown.get(home.key) ?? []), file]);
      await held.forget();
      return file;
    }
    return { announce, offset: uploadOffset, part: sendPart, result, drop: dropUpload, ...held };
  }

  const find = (place: string) => trays.get(keyOf(place))?.tray;
  const at = (place: string): Tray => find(place) ?? begin(keyOf(place)).tray;

  function begin(key: string) {
    const home = { key };
    const upload = (told: Announcement, bytes: Blob) => passage(home, told, unsent.keep(home, told, bytes));
    const changed = (items: TrayItem[]) => show(home.key, items);
    const discard = (file: Kept) => void dropUpload(addressOf(file)).catch(() => {});
    const tray = new Tray({ upload, changed, discard, release: URL.revokeObjectURL, shownAt: ({ kind, id }) => SHOWN_AT[kind](id) });
    trays.set(key, { tray, home });
    return { tray, home };
  }

  function show(key: string, items: TrayItem[]): void {
    shown.set(key, items);
    shelf.settle(key, filesOf(items));
    askBeforeLeaving([...shown.values()].some((some) => some.some(isLosable)));
    look(key);
  }

  // --- what lies here from before

  /** What has arrived. Some of it may be gone by now: files wait for a day, or were sent from elsewhere. */
  function recall(place: string): Promise<unknown> {
    const key = keyOf(place);
    const known = recalled.get(key);
    if (known) return known;
    const files = shelf.read(key);
    if (files.length) at(place).restore(files);
    const checks = files.map((file) => fetchUploaded(addressOf(file)).catch((reason) => isPassing(asApiError(reason)) || lose(key, [file.id])));
    const checked = Promise.all(checks);
    recalled.set(key, checked);
    return checked;
  }

  function lose(key: string, files: number[]): void {
    const before = shown.get(key);
    trays.get(key)?.tray.lose(files);
    // Without one of its files it says something else.
    if (before !== shown.get(key)) forgo(key);
  }

  /** Goes on with what was under way when this page, or one in a tab that is gone, was closed. */
  async function resume(): Promise<void> {
    const { me } = communities;
    if (!me) return;
    await unsent.takeOver(`${me.id}.`, (found, waiting) => {
      if (communities.me?.id !== me.id) return;
      for (const one of found) carryOn(one);
      for (const { home, wish } of waiting) if (!wishes.has(home)) void recall(placeIn(home)).then(() => hold(home, wish));
    });
    for (const key of wishes.keys()) look(key);
  }

  function carryOn({ unsent: { id, home: key, told, address, sent }, bytes }: Found): void {
    const held = unsent.goOn(id);
    void recall(placeIn(key));
    const { tray, home } = trays.get(key) ?? begin(key);
    // It arrived just before the page was gone.
    if (filesOf(shown.get(key) ?? []).some((file) => address.endsWith(`/${file.id}/`))) return void held.forget();
    const left: Left = { told, bytes, preview: previewOf(told.kind, bytes), mark: { address, sent }, passage: passage(home, told, held) };
    tray.carryOn([left]);
  }

  // --- what goes out by itself

  function sendOff(place: string, words: Omit<Wish, "client_id">): void {
    const key = keyOf(place);
    const held = { client_id: wishes.get(key)?.client_id ?? uuid(), ...words };
    if (isReady(key)) send(key, held);
    else hold(key, held);
  }

  const isReady = (key: string) => (shown.get(key) ?? []).every(({ state }) => state === "done");

  function hold(key: string, held: Wish): void {
    wishes.set(key, held);
    unsent.wish(key, held);
    look(key);
  }

  function forgo(key: string): void {
    if (wishes.delete(key)) unsent.forgo(key);
  }

  /** Rooms of another community wait until somebody is there again. */
  function look(key: string): void {
    const held = wishes.get(key);
    if (!held || key !== keyOf(placeIn(key))) return;
    if (shown.get(key)?.some(({ state }) => state === "failed")) forgo(key);
    else if (isReady(key)) send(key, held);
  }

  function send(key: string, held: Wish): void {
    const place = placeIn(key);
    forgo(key);
    const files = find(place)?.empty() ?? [];
    if (!files.length && !held.words) return;
    rooms.send(Number(place.replace("room:", "")), held.words, held.replyTo, files, held.client_id);
    if (drafts.text(place) === held.draft) drafts.drop(place);
    departed.value = { place, wish: held };
  }

  /** All of a place's files go on in another one, unless something lies there already. */
  function move(from: string, to: string): void {
    const [source, target] = [keyOf(from), keyOf(to)];
    const moved = trays.get(source);
    if (!moved || shown.get(target)?.length) return;
    forgo(source);
    unsent.move(source, target);
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
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void resume());
  window.addEventListener("storage", (event) => {
    const taken = takenAway(event);
    if (taken) lose(taken.place, taken.files);
  });

  return {
    departed,
    items: (place: string): readonly TrayItem[] => shown.get(keyOf(place)) ?? [],
    add: (place: string, brought: readonly Brought[]) => at(place).add(brought),
    remove: (place: string, key: number) => at(place).remove(key),
    retry: (place: string, key: number) => at(place).retry(key),
    empty: (place: string): Kept[] => find(place)?.empty() ?? [],
    wishOf: (place: string): Wish | null => wishes.get(keyOf(place)) ?? null,
    sendOff,
    forgo: (place: string) => forgo(keyOf(place)),
    resume,
    recall: (place: string) => void recall(place),
    move,
  };
});
