import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import * as api from "@/api/drafts";
import { asApiError } from "@/api/http";
import type { Draft, SaveDraft } from "@/api/shapes";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";

const SAVE_AFTER = 1_200;
const SHELF = "oxbow.draft.";

/** Unsent words, kept here at once and on the server soon after. Words of another device are never written over unseen. */
export const useDrafts = defineStore("drafts", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const drafts = shallowReactive(new Map<string, Draft>());
  /** What another device wrote since ours began, where ours says something else. */
  const conflicts = shallowReactive(new Map<string, Draft>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const holders = new Set<() => string | null>();
  const sending = new Map<string, Promise<void>>();
  let slug = "";

  const key = (place: string) => `${SHELF}${communities.me?.id ?? 0}.${place}`;
  const find = (place: string): Draft | undefined => drafts.get(place) ?? stored(place);
  const text = (place: string): string => find(place)?.body ?? "";

  function stored(place: string): Draft | undefined {
    const found = localStorage.getItem(key(place));
    return found ? (JSON.parse(found) as Draft) : undefined;
  }

  function keep(draft: Draft): void {
    drafts.set(draft.place, draft);
    localStorage.setItem(key(draft.place), JSON.stringify(draft));
  }

  function forget(place: string): void {
    drafts.delete(place);
    localStorage.removeItem(key(place));
  }

  function accept(draft: Draft): void {
    const held = find(draft.place);
    if (!held || Date.parse(held.updated_at) < Date.parse(draft.updated_at)) keep(draft);
  }

  async function load(at: string): Promise<void> {
    if (slug !== at) drafts.clear();
    slug = at;
    const { results } = await api.listDrafts(at);
    for (const draft of results) accept(draft);
  }

  function write(place: string, body: string, data: NonNullable<SaveDraft["data"]> = {}): void {
    if (!body && Object.keys(data).length === 0) return drop(place);
    keep({ place, body, data, rev: find(place)?.rev ?? 0, updated_at: new Date().toISOString() });
    later(place, () => save(place, body, data));
  }

  async function save(place: string, body: string, data: NonNullable<SaveDraft["data"]>): Promise<void> {
    // A form of several fields has no place to show both versions: there the last one wins.
    const base = Object.keys(data).length ? null : (find(place)?.rev ?? 0);
    try {
      const saved = await api.saveDraft(slug, place, { body, data, base });
      const held = find(place);
      // From here on the server's clock counts, so that another device's later words are known to be later.
      if (held) keep(held.body === body ? saved : { ...held, rev: saved.rev });
      conflicts.delete(place);
    } catch (reason) {
      const { code, data: told } = asApiError(reason);
      if (code !== "draft.changed") throw reason;
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
    keep({ ...mine, rev: theirs.rev });
    later(place, () => save(place, mine.body, {}), 0);
  }

  function takeTheirs(place: string): void {
    const theirs = conflicts.get(place);
    if (theirs) keep(theirs);
    conflicts.delete(place);
  }

  function drop(place: string): void {
    conflicts.delete(place);
    if (!find(place)) return;
    forget(place);
    later(place, () => api.dropDraft(slug, place), 0);
  }

  function later(place: string, act: () => Promise<unknown>, after = SAVE_AFTER): void {
    clearTimeout(timers.get(place));
    const run = () => {
      timers.delete(place);
      // One after the other: each builds upon the revision that the last one made.
      const before = sending.get(place) ?? Promise.resolve();
      // The local copy stays; the next keystroke saves it.
      sending.set(place, before.then(act).then(() => {}, () => {}));
    };
    timers.set(place, setTimeout(run, after));
  }

  function forgetAll(): void {
    slug = "";
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    drafts.clear();
    conflicts.clear();
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
    for (const name of keys) if (name?.startsWith(SHELF)) localStorage.removeItem(name);
  }

  connection.on("draft.saved", ({ draft }) => {
    // Words that are being typed here are newer than any news of them.
    if (timers.has(draft.place)) return;
    const held = find(draft.place);
    if (!draft.body && Object.keys(draft.data).length === 0) forget(draft.place);
    else if (held && isHeld(draft.place) && held.body !== draft.body) differ(held, draft);
    else accept(draft);
  });

  return { drafts, conflicts, find, text, load, write, drop, hold, keepMine, takeTheirs, forgetAll };
});
