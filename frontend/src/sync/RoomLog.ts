import type { RoomChanged, Why } from "@/api/frames";
import type { HistoryQuery } from "@/api/rooms";
import type { Changes, Fold, History, Message, RoomInfo } from "@/api/shapes";

import { type Gone, laterGone, NOTHING_GONE, stillThere } from "./gone";
import { OWN_EVENT } from "./ownEvent";

export interface RoomSource {
  history(query: HistoryQuery): Promise<History>;
  changes(since: number, why: Why): Promise<Changes>;
}

/** One unbroken stretch of a room. `after` false means that it reaches the present. */
export interface RoomSnapshot {
  rev: number;
  seq: number;
  messages: Message[];
  folds: Fold[];
  info: RoomInfo | null;
  gone: Gone;
  before: boolean;
  after: boolean;
  loaded: boolean;
}

export const EMPTY_ROOM: RoomSnapshot = {
  rev: 0,
  seq: 0,
  messages: [],
  folds: [],
  info: null,
  gone: NOTHING_GONE,
  before: false,
  after: false,
  loaded: false,
};

interface Rows {
  messages: Message[];
  folds: Fold[];
}

export const MOST_ROWS = 500;
/** Live rows go by the hundred: whoever draws them would else do so twice for each that comes. */
export const SLACK = 100;
/** Behind by more than this, reading the present anew is cheaper than reading every change. */
const TOO_FAR_BEHIND = 1_000;

export class RoomLog {
  snapshot: RoomSnapshot = EMPTY_ROOM;
  /** Whether the reader looks at the newest rows; rows are dropped only on the side where nobody reads. */
  atEnd = true;

  private readonly rows = new Map<number, Message>();
  private readonly folds = new Map<number, Fold>();
  private rev = 0;
  private seq = 0;
  private info: RoomInfo | null = null;
  private gone: Gone = NOTHING_GONE;
  private before = false;
  private after = false;
  private loaded = false;
  private catching: Promise<void> | null = null;
  private heardRev = 0;
  private turn = 0;

  constructor(
    private readonly source: RoomSource,
    private readonly changed: (snapshot: RoomSnapshot) => void = () => {},
  ) {}

  /** Opens the latest page, or the page around a message. */
  async show(around?: number): Promise<void> {
    const turn = ++this.turn;
    const page = await this.source.history(around === undefined ? {} : { around });
    if (turn === this.turn) this.begin(page);
  }

  /** Opens with a page of an earlier time; what changed since is fetched as for any gap. */
  restore(page: History, rev = page.rev): void {
    this.turn += 1;
    this.begin(page);
    this.hear(rev, "opened");
  }

  private begin(page: History): void {
    this.rows.clear();
    this.folds.clear();
    this.gone = laterGone(this.gone, page);
    this.keepPage(page);
    this.before = page.before;
    this.after = page.after;
    this.rev = page.rev;
    this.seq = page.seq;
    this.loaded = true;
    this.publish();
    this.hear(page.rev, "opened");
  }

  async showOlder(): Promise<void> {
    const first = this.first();
    if (!this.before || first === undefined) return;
    const turn = this.turn;
    const page = await this.source.history({ before: first });
    if (turn !== this.turn) return;
    this.keepPage(page);
    this.before = page.before;
    this.dropNewest();
    this.join(page.rev);
  }

  async showNewer(): Promise<void> {
    const last = this.last();
    if (!this.after || last === undefined) return;
    const turn = this.turn;
    const page = await this.source.history({ after: last });
    if (turn !== this.turn) return;
    this.keepPage(page);
    this.after = page.after;
    this.dropOldest();
    this.join(page.rev);
  }

  /** Takes in events in their order; what they change is shown once. */
  apply(...events: RoomChanged[]): void {
    for (const event of events) this.include(event);
    this.publish();
    this.hear(Math.max(...events.map((event) => event.rev)), events.every((event) => event.whole) ? "gap" : "slim");
  }

  private include(event: RoomChanged): void {
    if (event.info) this.learn(event.info);
    this.seq = Math.max(this.seq, event.seq);
    if (this.loaded) this.keepVisible(event);
    if (event.whole && event.rev === this.rev + 1) this.rev = event.rev;
  }

  /** Somebody says that the room stands at this number: fetch what is missing, if anything. */
  hear(rev: number, why: Why = "told"): void {
    this.heardRev = Math.max(this.heardRev, rev);
    if (this.loaded && this.heardRev > this.rev) void this.catchUp(why).catch(() => {});
  }

  /** The number up to which nothing is missing; none while nothing is shown. */
  get held(): number | undefined {
    return this.loaded ? this.rev : undefined;
  }

  /** What changed since a number that was held then: of no use to a page that was opened since and is older. */
  catch(page: Changes, since: number): void {
    if (!this.loaded || this.rev < since) return;
    this.take(page, since);
    this.hear(page.rev, "more");
  }

  /** Our own post, acknowledged: the same row as the event's, whichever comes first. An event that stays out is fetched. */
  receive(message: Message): void {
    if (!this.loaded) return;
    this.seq = Math.max(this.seq, message.seq);
    this.keepVisible({ messages: [message], folds: [] });
    this.publish();
    setTimeout(() => this.hear(message.rev, "own"), OWN_EVENT);
  }

  /** Shows a change before it is confirmed; the returned function takes it back unless the server spoke since. */
  patch(id: number, change: Partial<Message>): () => void {
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

  find(id: number): Message | undefined {
    return this.rows.get(id);
  }

  /**
   * A page and the rows around it may be of different ages: going on from the older of the two numbers brings
   * every change that came between them, among these the ones that were not kept because the page was not there.
   */
  private join(rev: number): void {
    this.rev = Math.min(this.rev, rev);
    this.publish();
    this.hear(rev, "opened");
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
      if (this.heardRev - this.rev > TOO_FAR_BEHIND) return this.showAgain();
      const since = this.rev;
      const turn = this.turn;
      const page = await this.source.changes(since, why);
      why = "more";
      if (turn !== this.turn) return;
      this.take(page, since);
      if (this.rev === since) return;
    }
  }

  private take(page: Changes, since: number): void {
    this.seq = Math.max(this.seq, page.seq);
    if (page.info) this.learn(page.info);
    this.keepVisible(page);
    this.rev = Math.max(this.rev, page.more ? reached(page, since) : page.rev);
    this.publish();
  }

  private learn(info: RoomInfo): void {
    this.info = info;
    const gone = laterGone(this.gone, info);
    if (gone === this.gone) return;
    this.gone = gone;
    const lost = [...this.rows.values()].filter((row) => row.seq <= gone.gone_seq);
    if (!lost.length) return;
    for (const row of lost) this.rows.delete(row.id);
    this.before = true;
    this.publish();
    if (!this.rows.size) void this.showAgain().catch(() => {});
  }

  private showAgain(): Promise<void> {
    const middle = this.ordered()[Math.floor(this.rows.size / 2)];
    return this.show(this.atEnd || !this.after ? undefined : middle?.seq);
  }

  private keepPage(page: History): void {
    this.keep({ messages: stillThere(page.messages, page, this.gone), folds: page.folds });
  }

  private keep(page: Rows): void {
    for (const row of page.messages) {
      const held = this.rows.get(row.id);
      if (!held || row.rev >= held.rev) this.rows.set(row.id, row);
    }
    for (const fold of page.folds) {
      const held = this.folds.get(fold.id);
      if (!held || fold.rev >= held.rev) this.folds.set(fold.id, fold);
    }
  }

  /** Rows outside of the stretch would leave a hole in it: they come when the reader gets there. */
  private keepVisible(page: Rows): void {
    const first = this.first() ?? 0;
    const last = this.last() ?? 0;
    const live = !this.after;
    const inside = (seq: number) => (seq >= first || !this.before) && (seq <= last || live);
    this.keep({
      messages: page.messages.filter((row) => this.rows.has(row.id) || inside(row.seq)),
      folds: page.folds.filter((fold) => this.folds.has(fold.id) || inside(fold.seq)),
    });
    if (this.rows.size <= MOST_ROWS + SLACK) return;
    if (this.atEnd) this.dropOldest();
    else this.dropNewest();
  }

  private dropOldest(): void {
    const extra = this.rows.size - MOST_ROWS;
    if (extra <= 0) return;
    for (const row of this.ordered().slice(0, extra)) this.rows.delete(row.id);
    this.before = true;
  }

  private dropNewest(): void {
    const extra = this.rows.size - MOST_ROWS;
    if (extra <= 0) return;
    for (const row of this.ordered().slice(-extra)) this.rows.delete(row.id);
    this.after = true;
  }

  private ordered(): Message[] {
    return [...this.rows.values()].sort((a, b) => a.seq - b.seq);
  }

  private first(): number | undefined {
    return this.snapshot.messages[0]?.seq;
  }

  private last(): number | undefined {
    const { messages } = this.snapshot;
    return messages[messages.length - 1]?.seq;
  }

  private publish(): void {
    this.snapshot = {
      rev: this.rev,
      seq: this.seq,
      messages: this.ordered(),
      folds: [...this.folds.values()],
      info: this.info,
      gone: this.gone,
      before: this.before,
      after: this.after,
      loaded: this.loaded,
    };
    this.changed(this.snapshot);
  }
}

/** With more to come, a page reaches as far as its newest row. */
function reached(page: Rows, since: number): number {
  const revs = [...page.messages, ...page.folds].map((row) => row.rev);
  return revs.length ? Math.max(...revs) : since;
}
