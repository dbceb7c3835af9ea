/** Words that go out once the files beside them have arrived. */
export interface Wish {
  client_id: string;
  words: string;
  replyTo: number | null;
  /** What stood in the field: it is gone from there then. */
  draft: string;
}

const SHELF = "oxbow.wish.";
/** Signs of a tab's name. */
const NAME = 36;

/** What was sent off while its files were still under way, kept for the next page by the tab that waits for them. */
export class WishShelf {
  constructor(private readonly storage: Storage) {}

  put(tab: string, home: string, wish: Wish): void {
    try {
      this.storage.setItem(keyOf(tab, home), JSON.stringify(wish));
    } catch {
      // No room: the words stay in their field as a draft.
    }
  }

  drop(tab: string, home: string): void {
    this.storage.removeItem(keyOf(tab, home));
  }

  tabs(owner: string): string[] {
    return [...new Set(this.all(owner).map(({ tab }) => tab))];
  }

  /** What one tab left is another's from now on. */
  takeOver(owner: string, left: string, tab: string): { home: string; wish: Wish }[] {
    return this.all(owner)
      .filter((one) => one.tab === left)
      .map(({ home }) => {
        const wish = JSON.parse(this.storage.getItem(keyOf(left, home))!) as Wish;
        this.drop(left, home);
        this.put(tab, home, wish);
        return { home, wish };
      });
  }

  private all(owner: string): { tab: string; home: string }[] {
    return Array.from({ length: this.storage.length }, (_, at) => this.storage.key(at) ?? "")
      .filter((key) => key.startsWith(SHELF))
      .map((key) => key.slice(SHELF.length))
      .map((rest) => ({ tab: rest.slice(0, NAME), home: rest.slice(NAME + 1) }))
      .filter(({ home }) => home.startsWith(owner));
  }
}

const keyOf = (tab: string, home: string) => `${SHELF}${tab}.${home}`;
