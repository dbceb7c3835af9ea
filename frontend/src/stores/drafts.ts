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
/** Whether two drafts say the same, in every field. */
const isSame = (one: Draft, other: Draft) => one.body === other.body && asText(one.data) === asText(other.data);
const asText = (data: Draft["data"]) => JSON.stringify(Object.entries(data).sort());
const isEmpty = ({ body, data }: Pick<Draft, "body" | "data">) => !body && Object.keys(data).length === 0;

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
  /** Places in which something was done since the list was asked for: there the list may be older. */
  const touched = new Set<string>();
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
    touched.clear();
    const { results } = await api.listDrafts(at);
    if (slug !== at) return;
    for (const draft of results) if (!touched.has(draft.place)) accept(draft);
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
      // From here on the server's clock counts, so that another device's later words are known to be later.
      if (held) keep(isSame(held, { ...held, body, data }) ? saved : { ...held, rev: saved.rev });
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
    later(place, () => save(place, mine.body, mine.data as Data), 0);
  }

  function takeTheirs(place: string): void {
    const theirs = conflicts.get(place);
    if (theirs) keep(theirs);
    conflicts.delete(place);
  }

  function drop(place: string): void {
    conflicts.delete(place);
    touched.add(place);
    if (!find(place)) return;
    forget(place);
    later(place, () => api.dropDraft(slug, place), 0);
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
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    drafts.clear();
    conflicts.clear();
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
    for (const name of keys) if (name?.startsWith(SHELF)) localStorage.removeItem(name);
  }

  connection.on("draft.saved", ({ draft }) => {
    // Words that are being typed here are newer than any news of them, and so is that they were sent.
    if (timers.has(draft.place) || sending.has(draft.place)) return;
    touched.add(draft.place);
    const held = find(draft.place);
    if (isEmpty(draft)) forget(draft.place);
    else if (held && isHeld(draft.place) && !isSame(held, draft)) differ(held, draft);
    else accept(draft);
  });

  return { drafts, conflicts, find, text, load, write, drop, hold, keepMine, takeTheirs, forgetAll };
});
