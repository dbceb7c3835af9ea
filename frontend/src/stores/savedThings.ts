import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import * as api from "@/api/saved";

import { belongsToCommunity } from "./belongings";
import { useCommunities } from "./communities";
import { useConnection } from "./connection";

export const keyOf = (kind: api.SavedKind, id: number) => `${kind}:${id}`;

/** What the reader saved, by key: asked for when the first menu opens, since pages are the same for everybody. */
export const useSavedThings = defineStore("savedThings", () => {
  const connection = useConnection();
  const communities = useCommunities();
  const keys = shallowReactive(new Set<string>());
  /** What changed since the list was asked for: there the list may be older. */
  const touched = new Set<string>();
  /** Of the community that was asked about last. */
  let asked: { slug: string; answer: Promise<void> } | null = null;
  let sending: Promise<unknown> = Promise.resolve();

  function mark(key: string, on: boolean): void {
    touched.add(key);
    if (on) keys.add(key);
    else keys.delete(key);
  }

  function forget(): void {
    asked = null;
    keys.clear();
  }

  function learn(): Promise<void> {
    const { slug } = communities;
    if (!slug) return Promise.resolve();
    if (asked?.slug !== slug) asked = { slug, answer: ask(slug) };
    return asked.answer;
  }

  /** What cannot be fetched is asked for again by the next menu. */
  async function ask(slug: string): Promise<void> {
    touched.clear();
    const answer = await api.fetchSavedKeys(slug).catch(() => null);
    if (asked?.slug !== slug) return;
    if (answer) take(new Set(answer.keys));
    else asked = null;
  }

  function take(listed: ReadonlySet<string>): void {
    for (const key of [...keys]) if (!listed.has(key) && !touched.has(key)) keys.delete(key);
    found([...listed]);
  }

  /** These are known to be saved, for they stand in the list. */
  function found(listed: readonly string[]): void {
    for (const key of listed) if (!touched.has(key)) keys.add(key);
  }

  /** Seen at once; it goes back if the server says no. One after the other, so that the last wish is what stays. */
  function set(kind: api.SavedKind, id: number, on: boolean): Promise<void> {
    const { slug } = communities;
    const key = keyOf(kind, id);
    const was = keys.has(key);
    mark(key, on);
    const sent = sending.then(async () => {
      await (on ? api.save : api.letGo)(slug ?? "", kind, id);
    });
    sending = sent.catch(() => mark(key, was));
    return sent;
  }

  connection.on("saved.changed", ({ key, saved }) => mark(key, saved));
  // What other devices did while the line was away is not told again.
  connection.onOpen(() => (asked = null));
  belongsToCommunity(forget);

  return { keys, learn, found, set };
});
