import type { ThreadChanged, Why } from "@/api/frames";
import type { Post, PostsPage, ThreadChanges, ThreadInfo } from "@/api/shapes";

import { OWN_EVENT } from "./ownEvent";

export interface ThreadSource {
  posts(query: { after?: string; around?: number }): Promise<PostsPage>;
  changes(since: number, why: Why): Promise<ThreadChanges>;
}

/** A stretch of a thread in tree order. `next` is where the rest goes on; `before` that something stands above. */
export interface ThreadSnapshot {
  rev: number;
  seq: number;
  posts: Post[];
  info: ThreadInfo | null;
  next: string | null;
  before: boolean;
  loaded: boolean;
}

export const EMPTY_THREAD: ThreadSnapshot = {
  rev: 0,
  seq: 0,
  posts: [],
  info: null,
  next: null,
  before: false,
  loaded: false,
};

export class ThreadLog {
  snapshot: ThreadSnapshot = EMPTY_THREAD;

  private readonly rows = new Map<number, Post>();
  private rev = 0;
  private seq = 0;
  private heardRev = 0;
  private info: ThreadInfo | null = null;
  private next: string | null = null;
  private before = false;
  private loaded = false;
  private catching: Promise<void> | null = null;
  private turn = 0;

  constructor(
    private readonly source: ThreadSource,
    private readonly changed: (snapshot: ThreadSnapshot) => void = () => {},
  ) {}

  /** Where the post stands now that was asked for, if it left this thread. */
  async show(around?: number): Promise<PostsPage["moved"]> {
    const turn = ++this.turn;
    const page = await this.source.posts(around === undefined ? {} : { around });
    if (turn !== this.turn) return null;
    this.begin(page);
    return page.moved;
  }

  /** Opens with a page of an earlier time; what changed since is fetched as for any gap. */
  restore(page: Omit<PostsPage, "moved">, rev = page.rev): void {
    this.turn += 1;
    this.begin(page);
    this.hear(rev, "opened");
  }

  private begin(page: Omit<PostsPage, "moved">): void {
    this.rows.clear();
    this.keep(page.posts);
    this.next = page.next;
    this.before = page.before;
    this.rev = page.rev;
    this.seq = page.seq;
    this.loaded = true;
    this.publish();
    this.hear(page.rev, "opened");
  }

  async showMore(): Promise<void> {
    if (this.next === null) return;
    const turn = this.turn;
    const page = await this.source.posts({ after: this.next });
    if (turn !== this.turn) return;
    this.keep(page.posts);
    this.next = page.next;
    this.rev = Math.min(this.rev, page.rev);
    this.publish();
    this.hear(page.rev, "opened");
  }

  apply(event: ThreadChanged): void {
    this.info = event.info;
    this.seq = Math.max(this.seq, event.seq);
    if (this.loaded) this.keepVisible(event.posts);
    this.drop(event.gone);
    if (event.whole && event.rev === this.rev + 1) this.rev = event.rev;
    this.publish();
    this.hear(event.rev, event.whole ? "gap" : "slim");
  }

  hear(rev: number, why: Why = "told"): void {
    this.heardRev = Math.max(this.heardRev, rev);
    if (this.loaded && this.heardRev > this.rev) void this.catchUp(why).catch(() => {});
  }

  /** The number up to which nothing is missing; none while nothing is shown. */
  get held(): number | undefined {
    return this.loaded ? this.rev : undefined;
  }

  /** What changed since a number that was held then: of no use to a page that was opened since and is older. */
  catch(page: ThreadChanges, since: number): void {
    if (!this.loaded || this.rev < since) return;
    this.take(page, since);
    this.hear(page.rev, "more");
  }

  receive(post: Post): void {
    if (!this.loaded) return;
    this.seq = Math.max(this.seq, post.seq);
    // One's own words are shown where they were written, even when the rest of the page is not loaded yet.
    this.keep([post]);
    this.publish();
    setTimeout(() => this.hear(post.rev, "own"), OWN_EVENT);
  }

  patch(id: number, change: Partial<Post>): () => void {
    const original = this.rows.get(id);
    if (!original) return () => {};
    const patched = { ...original, ...change };
    this.rows.set(id, patched);
    this.publish();
    return () => {
      if (this.rows.get(id) !== patched) return;
      this.rows.set(id, original);
      this.publish();
    };
  }

  private catchUp(why: Why): Promise<void> {
    this.catching ??= this.fetchChanges(why).finally(() => {
      this.catching = null;
    });
    return this.catching;
  }

  private async fetchChanges(first: Why): Promise<void> {
    let why = first;
    while (this.heardRev > this.rev) {
      const since = this.rev;
      const turn = this.turn;
      const page = await this.source.changes(since, why);
      why = "more";
      if (turn !== this.turn) return;
      this.take(page, since);
      if (this.rev === since) return;
    }
  }

  private take(page: ThreadChanges, since: number): void {
    this.info = page.info;
    this.seq = Math.max(this.seq, page.seq);
    this.keepVisible(page.posts);
    this.drop(page.gone);
    const newest = Math.max(since, ...page.posts.map((post) => post.rev));
    this.rev = Math.max(this.rev, page.more ? newest : page.rev);
    this.publish();
  }

  private keep(posts: Post[]): void {
    for (const row of posts) {
      const held = this.rows.get(row.id);
      if (!held || row.rev >= held.rev) this.rows.set(row.id, row);
    }
  }

  /** Posts that stand in another thread now. */
  private drop(gone: number[]): void {
    for (const id of gone) this.rows.delete(id);
  }

  private keepVisible(posts: Post[]): void {
    const first = this.snapshot.posts[0]?.path;
    this.keep(
      posts.filter(
        (post) =>
          this.rows.has(post.id) ||
          ((this.next === null || post.path <= this.next) && (!this.before || first === undefined || post.path >= first)),
      ),
    );
  }

  private publish(): void {
    this.snapshot = {
      rev: this.rev,
      seq: this.seq,
      posts: [...this.rows.values()].sort(byPath),
      info: this.info,
      next: this.next,
      before: this.before,
      loaded: this.loaded,
    };
    this.changed(this.snapshot);
  }
}

/** The same order as the server's: code points, not the reader's language. */
function byPath(a: Post, b: Post): number {
  if (a.path === b.path) return a.seq - b.seq;
  return a.path < b.path ? -1 : 1;
}
