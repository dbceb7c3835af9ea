import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import * as api from "@/api/drafts";
import type { Draft, SaveDraft } from "@/api/shapes";

import { useConnection } from "./connection";

const SAVE_AFTER = 1_200;
const key = (slug: string, place: string) => `oxbow.draft.${slug}.${place}`;

/** Unsent words, kept here at once and on the server soon after; the last writer wins on every device. */
export const useDrafts = defineStore("drafts", () => {
  const connection = useConnection();
  const drafts = shallowReactive(new Map<string, Draft>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let slug = "";

  const find = (place: string): Draft | undefined => drafts.get(place) ?? local(place);
  const text = (place: string): string => find(place)?.body ?? "";

  function local(place: string): Draft | undefined {
    const stored = localStorage.getItem(key(slug, place));
    return stored ? (JSON.parse(stored) as Draft) : undefined;
  }

  function accept(draft: Draft): void {
    const held = find(draft.place);
    if (held && held.updated_at >= draft.updated_at) return;
    drafts.set(draft.place, draft);
    localStorage.setItem(key(slug, draft.place), JSON.stringify(draft));
  }

  async function load(at: string): Promise<void> {
    if (slug !== at) drafts.clear();
    slug = at;
    const { results } = await api.listDrafts(at);
    for (const draft of results) accept(draft);
  }

  function write(place: string, body: string, data: NonNullable<SaveDraft["data"]> = {}): void {
    if (!body && Object.keys(data).length === 0) return drop(place);
    const draft = { place, body, data, updated_at: new Date().toISOString() };
    drafts.set(place, draft);
    localStorage.setItem(key(slug, place), JSON.stringify(draft));
    later(place, async () => {
      await api.saveDraft(slug, place, { body, data });
    });
  }

  function drop(place: string): void {
    const had = find(place) !== undefined;
    forget(place);
    if (had) later(place, () => api.dropDraft(slug, place), 0);
  }

  function forget(place: string): void {
    drafts.delete(place);
    localStorage.removeItem(key(slug, place));
  }

  function later(place: string, act: () => Promise<unknown>, after = SAVE_AFTER): void {
    clearTimeout(timers.get(place));
    const run = () => {
      timers.delete(place);
      // The local copy stays; the next keystroke or visit saves it.
      act().catch(() => {});
    };
    timers.set(place, setTimeout(run, after));
  }

  connection.on("draft.saved", ({ draft }) => {
    // Words that are being typed here are newer than any news of them.
    if (timers.has(draft.place)) return;
    if (draft.body || Object.keys(draft.data).length) accept(draft);
    else forget(draft.place);
  });

  return { drafts, find, text, load, write, drop };
});
