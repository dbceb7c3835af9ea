import { isEmbedded } from "@/api/frame";
import type { Announcement } from "@/api/uploads";
import { Tab } from "@/sync/Tab";
import { type Found, type Mark, UnsentFiles } from "@/sync/UnsentFiles";
import { uuid } from "@/sync/uuid";
import { type Wish, WishShelf } from "@/sync/WishShelf";

const refused = () => Promise.reject(new Error("framed"));

/** What is on its way up, and what waits for it: kept by this tab over its reloads, and taken over from tabs that are gone. */
export function unsentThings() {
  // In another site's page somebody else may be signed in than in this browser's own tabs: nothing is mixed.
  const files = isEmbedded ? new UnsentFiles(refused) : new UnsentFiles();
  const wishes = new WishShelf(localStorage);
  const tab = new Tab();
  /** Of this page: nothing to take over. */
  const known = new Set<string>();

  function keep(home: { key: string }, told: Announcement, bytes: Blob) {
    const id = uuid();
    const kept = tab.name().then((name) => files.keep({ id, home: home.key, tab: name, told, address: "", sent: 0 }, bytes));
    return going(id, kept);
  }

  /** One after the other: what is dropped while it is being kept is dropped after. */
  function going(id: string, kept: Promise<boolean>) {
    known.add(id);
    return {
      kept,
      note: (mark: Mark) => void kept.then(() => files.note(id, mark)),
      forget: () => kept.then(() => files.drop(id)),
    };
  }

  /** Does something for each tab that left something of this owner and is no longer there; this one, before its reload, is the first. */
  async function takeOver(owner: string, receive: (found: Found[], wishes: { home: string; wish: Wish }[]) => void): Promise<void> {
    const all = new Set([...(await files.tabs(owner)), ...wishes.tabs(owner)]);
    if (!all.size) return;
    const mine = await tab.name();
    const take = async (left: string) => {
      const found = (await files.takeOver(owner, left, mine)).filter(({ unsent }) => !known.has(unsent.id));
      receive(found, wishes.takeOver(owner, left, mine));
    };
    if (all.delete(mine)) await take(mine);
    for (const left of all) await tab.ifClosed(left, () => take(left));
  }

  return {
    keep,
    goOn: (id: string) => going(id, Promise.resolve(true)),
    takeOver,
    move: (from: string, to: string) => void tab.name().then((mine) => files.move(from, to, mine)),
    wish: (home: string, wish: Wish) => void tab.name().then((mine) => wishes.put(mine, home, wish)),
    forgo: (home: string) => void tab.name().then((mine) => wishes.drop(mine, home)),
  };
}
