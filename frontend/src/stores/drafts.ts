import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import * as api from "@/api/drafts";
import type { Draft, SaveDraft } from "@/api/shapes";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";

const SAVE_AFTER = 1_200;
const SHELF = "oxbow.draft.";

/** Unsent words, kept here at once and on the server soon after; the last writer wins on every device. */
export const useDrafts = defineStore("drafts", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const drafts = shallowReactive(new Map<string, Draft>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
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
    keep({ place, body, data, updated_at: new Date().toISOString() });
    later(place, async () => {
      const saved = await api.saveDraft(slug, place, { body, data });
      // From here on the server's clock counts, so that another device's later words are known to be later.
      if (find(place)?.body === body) keep(saved);
    });
  }

  function drop(place: string): void {
    if (!find(place)) return;
    forget(place);
    later(place, () => api.dropDraft(slug, place), 0);
  }

  function later(place: string, act: () => Promise<unknown>, after = SAVE_AFTER): void {
    clearTimeout(timers.get(place));
    const run = () => {
      timers.delete(place);
      // The local copy stays; the next keystroke saves it.
      act().catch(() => {});
    };
    timers.set(place, setTimeout(run, after));
  }

  function forgetAll(): void {
    slug = "";
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    drafts.clear();
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
    for (const name of keys) if (name?.startsWith(SHELF)) localStorage.removeItem(name);
  }

  connection.on("draft.saved", ({ draft }) => {
    // Words that are being typed here are newer than any news of them.
    if (timers.has(draft.place)) return;
    if (draft.body || Object.keys(draft.data).length) accept(draft);
    else forget(draft.place);
  });

  return { drafts, find, text, load, write, drop, forgetAll };
});
