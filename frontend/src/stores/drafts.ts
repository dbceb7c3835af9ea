import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import * as api from "@/api/drafts";
import { asApiError } from "@/api/http";
import type { Draft, SaveDraft } from "@/api/shapes";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";

const SAVE_AFTER = 1_200;
const SHELF = "oxbow.draft.";

type Data = NonNullable<SaveDraft["data"]>;
/** Synced: the words are as the server last had them, and nobody wrote on here since. */
type Kept = Draft & { synced?: true };
/** Whether two drafts say the same, in every field. */
const isSame = (one: Draft, other: Draft) => one.body === other.body && asText(one.data) === asText(other.data);
const asText = (data: Draft["data"]) => JSON.stringify(Object.entries(data).sort());
const isEmpty = ({ body, data }: Pick<Draft, "body" | "data">) => !body && Object.keys(data).length === 0;

/** Unsent words, kept here at once and on the server soon after. Words of another device are never written over unseen. */
export const useDrafts = defineStore("drafts", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const drafts = shallowReactive(new Map<string, Kept>());
  /** What another device wrote since ours began, where ours says something else. */
  const conflicts = shallowReactive(new Map<string, Draft>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const holders = new Set<() => string | null>();
  const sending = new Map<string, Promise<void>>();
  /** Places in which something was done since the list was asked for: there the list may be older. */
  const touched = new Set<string>();
  /** Places of which a save was not answered. */
  const unsure = new Set<string>();
  let slug = "";
  /** Whether the list came: from then on, news that was missed is caught up with. */
  let isListed = false;

  const key = (place: string) => `${SHELF}${communities.me?.id ?? 0}.${place}`;
  const find = (place: string): Kept | undefined => drafts.get(place) ?? stored(place);
  const text = (place: string): string => find(place)?.body ?? "";

  function stored(place: string): Kept | undefined {
    const found = localStorage.getItem(key(place));
    return found ? (JSON.parse(found) as Kept) : undefined;
  }

  /** The places of all drafts that this browser keeps. */
  function places(): string[] {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? "");
    return keys.filter((name) => name.startsWith(key(""))).map((name) => name.slice(key("").length));
  }

  function keep(draft: Kept): void {
    drafts.set(draft.place, draft);
    localStorage.setItem(key(draft.place), JSON.stringify(draft));
  }

  function forget(place: string): void {
    drafts.delete(place);
    localStorage.removeItem(key(place));
  }

  function accept(draft: Draft): void {
    const held = find(draft.place);
    if (!held || isSame(held, draft) || Date.parse(held.updated_at) < Date.parse(draft.updated_at)) keep({ ...draft, synced: true });
  }

  async function load(at: string): Promise<void> {
    if (slug !== at) drafts.clear();
    slug = at;
    isListed = false;
    touched.clear();
    const { results } = await api.listDrafts(at);
    if (slug !== at) return;
    isListed = true;
    const listed = new Map(results.map((draft) => [draft.place, draft]));
    for (const place of new Set([...listed.keys(), ...places()])) if (!touched.has(place)) hear(place, listed.get(place));
  }

  /** What the server has of a place, if anything. */
  function hear(place: string, draft: Draft | undefined): void {
    // Words that are being typed here are newer than any news of them, and so is that they were sent.
    if (timers.has(place) || sending.has(place)) return;
    touched.add(place);
    const held = find(place);
    if (!draft) letGo(place);
    else if (held && isHeld(place) && !isSame(held, draft)) differ(held, draft);
    else accept(draft);
  }

  /** They were sent from another device, or deleted there. What was written on here since is another draft. */
  function letGo(place: string): void {
    const held = find(place);
    conflicts.delete(place);
    if (held?.synced) forget(place);
    else if (held) keep({ ...held, rev: 0 });
  }

  function write(place: string, body: string, data: Data = {}): void {
    if (isEmpty({ body, data })) return drop(place);
    const held = find(place);
    if (held && isSame(held, { ...held, body, data })) return;
    touched.add(place);
    keep({ place, body, data, rev: held?.rev ?? 0, updated_at: new Date().toISOString() });
    later(place, () => save(place, body, data));
  }

  async function save(place: string, body: string, data: Data): Promise<void> {
    try {
      const saved = await api.saveDraft(slug, place, { body, data, base: find(place)?.rev ?? 0 });
      const held = find(place);
      touched.add(place);
      unsure.delete(place);
      // From here on the server's clock counts, so that another device's later words are known to be later.
      if (held) keep(isSame(held, { ...held, body, data }) ? { ...saved, synced: true } : { ...held, rev: saved.rev });
      conflicts.delete(place);
    } catch (reason) {
      const { code, data: told } = asApiError(reason);
      if (code !== "draft.changed") {
        unsure.add(place);
        throw reason;
      }
      conflicts.set(place, told.draft as Draft);
    }
  }

  /** A field says which place is being written in; what comes from elsewhere does not change it under the writer's hands. */
  function hold(place: () => string | null): () => void {
    holders.add(place);
    return () => holders.delete(place);
  }

  const isHeld = (place: string) => [...holders].some((holder) => holder() === place);

  function differ(held: Draft, theirs: Draft): void {
    if (theirs.rev > held.rev) conflicts.set(theirs.place, theirs);
  }

  function keepMine(place: string): void {
    const [mine, theirs] = [find(place), conflicts.get(place)];
    conflicts.delete(place);
    if (!mine || !theirs) return;
    keep({ ...mine, rev: theirs.rev, synced: undefined });
    later(place, () => save(place, mine.body, mine.data as Data), 0);
  }

  function takeTheirs(place: string): void {
    const theirs = conflicts.get(place);
    if (theirs) keep({ ...theirs, synced: true });
    conflicts.delete(place);
  }

  function drop(place: string): void {
    conflicts.delete(place);
    touched.add(place);
    const held = find(place);
    if (!held) return;
    forget(place);
    // What another device wrote on since stays, unless it may be what a save of ours made whose answer is not known.
    const base = sending.has(place) || unsure.has(place) ? undefined : held.rev;
    unsure.delete(place);
    later(place, () => api.dropDraft(slug, place, { base }), 0);
  }

  function later(place: string, act: () => Promise<unknown>, after = SAVE_AFTER): void {
    // Whoever is kept out of the community keeps what they write, an appeal, in this browser only.
    if (!communities.me) return;
    clearTimeout(timers.get(place));
    const run = () => {
      timers.delete(place);
      // One after the other: each builds upon the revision that the last one made.
      const before = sending.get(place) ?? Promise.resolve();
      // The local copy stays; the next keystroke saves it.
      const sent: Promise<void> = before.then(act).then(() => {}, () => {}).finally(() => sending.get(place) === sent && sending.delete(place));
      sending.set(place, sent);
    };
    timers.set(place, setTimeout(run, after));
  }

  function forgetAll(): void {
    slug = "";
    isListed = false;
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    drafts.clear();
    conflicts.clear();
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
    for (const name of keys) if (name?.startsWith(SHELF)) localStorage.removeItem(name);
  }

  connection.on("draft.saved", ({ draft }) => {
    if (!isEmpty(draft)) return hear(draft.place, draft);
    // Such news of our own may come late, when the next words are saved already.
    const held = find(draft.place);
    if (!held?.synced || Date.parse(held.updated_at) <= Date.parse(draft.updated_at)) hear(draft.place, undefined);
  });
  connection.onOpen(() => {
    if (isListed) void load(slug).catch(() => {});
  });

  return { drafts, conflicts, find, text, load, write, drop, hold, keepMine, takeTheirs, forgetAll };
});
