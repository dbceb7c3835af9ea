import { defineStore } from "pinia";

import { isEmbedded } from "@/api/frame";
import { type Kind, LocalCopy, type Sheet } from "@/sync/LocalCopy";
import { UnsentFiles } from "@/sync/UnsentFiles";

/** What changes on the screen is copied once it rests. */
const RESTS = 800;
/** What this browser keeps of nobody in particular. */
const NOBODYS = ["oxbow.theme", "oxbow.locale"];

/** What this person last saw, kept in this browser so that it opens at once and without a network. */
export const useCopies = defineStore("copies", () => {
  // In another site's page somebody else may be signed in than in this browser's own tabs: nothing is mixed.
  const local = isEmbedded ? new LocalCopy(() => Promise.reject(new Error("framed"))) : new LocalCopy();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** `what` is asked for when the changes rest; null keeps nothing. */
  function keep(kind: Kind, id: string | number, what: () => object | null, rests = RESTS): void {
    const key = `${kind}:${id}`;
    if (timers.has(key)) return;
    const write = () => {
      timers.delete(key);
      const value = what();
      if (value) void local.write(kind, id, value);
    };
    timers.set(key, setTimeout(write, rests));
  }

  function change<T extends object>(kind: Kind, id: string | number, how: (held: T) => T): Promise<void> {
    return local.change<T>(kind, id, (held) => held && how(held));
  }

  /** Something of it must not be read here any more, and no copy says what it was made of: all go, and are made anew. */
  async function empty(): Promise<void> {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    await local.empty();
  }

  /** Nobody is signed in here any more. What was not sent yet waits for whoever wrote it. */
  async function forget(): Promise<void> {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    await local.wipe();
  }

  /** Whoever sits down at this browser next finds nothing: no copies, no drafts, nothing unsent. */
  async function wipe(): Promise<void> {
    if (isEmbedded) return;
    const names = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? "");
    for (const name of names) if (name.startsWith("oxbow.") && !NOBODYS.includes(name)) localStorage.removeItem(name);
    await Promise.all([forget(), new UnsentFiles().wipe()]);
  }

  return {
    keep,
    change,
    empty,
    forget,
    wipe,
    claim: (user: number) => local.claim(String(user)),
    resume: () => local.resume(),
    read: <T>(kind: Kind, id: string | number = ""): Promise<T | null> => local.read<T>(kind, id),
    write: (kind: Kind, id: string | number, value: object): Promise<void> => local.write(kind, id, value),
    drop: (kind: Kind, id: string | number): Promise<void> => local.drop(kind, id),
    sheets: (kind: Kind): Promise<Sheet[]> => local.sheets(kind),
  };
});
