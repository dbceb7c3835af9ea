import { describe, expect, test } from "vitest";

import type { Fold, MemberRef, Message } from "@/api/shapes";
import { sticker } from "@/sync/fixtures";
import type { Outgoing } from "@/sync/Outbox";
import { type TimelineItem, weave } from "@/sync/timeline";

import { actionsFor } from "./actions";
import { firstSeqFrom, indexOfSeq, keepRows, type Row, rowsOf } from "./rows";
import { ScrollKeeper } from "./ScrollKeeper";
import { stagesOf } from "./stages";

const ada: MemberRef = { id: 1, name: "Ada", hue: 200, role: "owner" };
const ben: MemberRef = { id: 2, name: "Ben", hue: 30, role: "member" };

function said(seq: number, author: MemberRef, time: string, more: Partial<Message> = {}): Message {
  return {
    id: seq * 10, room: 1, seq, rev: seq, client_id: "", kind: "text", author, body: `words ${seq}`, files: [], preview: null, reply_to: null,
    created_at: new Date(`2025-06-12T${time}:00`).toISOString(), edited_at: null, removed: null, reactions: [], mentions: [],
    mention_all: false, pinned: false, fold: null, ...more,
  };
}
const items = (...messages: Message[]): TimelineItem[] => weave(messages, []);
const shown = (list: TimelineItem[], more: Partial<Parameters<typeof rowsOf>[0]> = {}) =>
  rowsOf({ items: list, pending: [], unreadFrom: null, me: 1, begins: false, ...more });
const kinds = (rows: readonly Row[]) => rows.map((row) => row.kind);
const opening = (rows: readonly Row[]) => rows.flatMap((row) => (row.kind === "message" || row.kind === "pending" ? [row.opens] : []));

describe("rows", () => {
  test("a row that is as it was stays the very same, so that it is not drawn again", () => {
    const said12 = [said(1, ada, "10:00"), said(2, ben, "10:01")];
    const before = shown(items(...said12));
    const edited = { ...said12[1]!, body: "other words" };
    const after = keepRows(before, shown(items(said12[0]!, edited, said(3, ben, "10:02"))));
    expect(after.map((row) => before.includes(row))).toEqual([true, true, false, false]);
    expect(after[2]).toMatchObject({ kind: "message", message: edited });
  });

  test("a card whose words changed is another, one with the same words the same", () => {
    const [one, two] = [said(1, ada, "10:00", { fold: 7 }), said(2, ben, "10:01", { fold: 7 })];
    const fold = { id: 7, room: 1, seq: 1, undone: false, created_at: one.created_at } as Fold;
    const card = (...messages: Message[]) => shown(weave(messages, [fold]));
    const before = card(one);
    expect(keepRows(before, card(one))).toEqual(before);
    expect(keepRows(before, card(one)).every((row, nth) => row === before[nth])).toBe(true);
    expect(keepRows(before, card(one, two)).at(-1)).not.toBe(before.at(-1));
  });

  test("neighbours of one speaker stand in one group until somebody else speaks or time passes", () => {
    const rows = shown(items(said(1, ada, "10:00"), said(2, ada, "10:01"), said(3, ben, "10:02"), said(4, ada, "10:03"), said(5, ada, "10:20")));
    expect(opening(rows)).toEqual([true, false, true, true, true]);
  });

  test("a recalled message breaks its group", () => {
    expect(opening(shown(items(said(1, ada, "10:00"), said(2, ada, "10:01", { removed: "recalled", body: "" }), said(3, ada, "10:02"))))).toEqual([true, false, true]);
  });

  test("each day is named once and the line stands above the first unread", () => {
    const yesterday = { created_at: new Date("2025-06-11T23:00:00").toISOString() };
    const rows = shown(items(said(1, ada, "10:00", yesterday), said(2, ben, "10:00"), said(3, ben, "10:01")), { unreadFrom: 3, begins: true });
    expect(kinds(rows)).toEqual(["begin", "day", "message", "day", "message", "unread", "message"]);
  });

  test("what waits to be sent comes last and continues one's own group", () => {
    const entry: Outgoing = { client_id: "c", room: 1, body: "hi", reply_to: null, files: [], at: new Date("2025-06-12T10:01:00").toISOString(), state: "waiting", error: null, hold: null };
    expect(opening(shown(items(said(1, ada, "10:00")), { pending: [entry] }))).toEqual([true, false]);
  });

  test("a folded message is found at its card", () => {
    const fold: Fold = {
      id: 5, room: 1, rev: 9, seq: 1, count: 1, title: "t", by: ada, created_at: said(1, ada, "10:00").created_at, undone: false,
      thread: 3, promotion: 2, replies: 0, last_by: null, last_at: null,
    };
    const rows = shown(weave([said(1, ada, "10:00", { fold: 5 }), said(2, ben, "10:01")], [fold]));
    expect(kinds(rows)).toEqual(["day", "fold", "message"]);
    expect(indexOfSeq(rows, 1)).toBe(1);
  });
});

describe("stages", () => {
  const window = (from: number, to: number) => shown(items(...Array.from({ length: to - from + 1 }, (_, at) => said(from + at, at % 2 ? ada : ben, "10:00"))));
  const steps = (before: Row[], after: Row[]) => stagesOf(before, after).map(({ rows, shift }) => [rows.length, shift]);

  test("older rows come in from above", () => expect(steps(window(10, 20), window(5, 20))).toEqual([[17, true]]));
  test("newer rows come in below", () => expect(steps(window(10, 20), window(10, 25))).toEqual([[17, false]]));
  test("rows that leave below and come above take two steps", () => {
    expect(steps(window(10, 20), window(5, 15))).toEqual([
      [7, false],
      [12, true],
    ]);
  });
  test("a jump elsewhere starts anew", () => expect(steps(window(10, 20), window(90, 95))).toEqual([[7, false]]));
});

describe("the scroll keeper", () => {
  const at = (scrollOffset: number, scrollSize = 2000) => ({ scrollOffset, scrollSize, viewportSize: 500 });

  test("stays at the bottom while rows grow", () => {
    const keeper = new ScrollKeeper();
    keeper.scrolled(at(1500));
    keeper.scrolled(at(1500, 2400));
    expect(keeper.stuck).toBe(true);
  });
  test("lets go when the reader scrolls up, and holds again near the end", () => {
    const keeper = new ScrollKeeper();
    keeper.scrolled(at(1500));
    keeper.scrolled(at(1200));
    expect(keeper.stuck).toBe(false);
    keeper.scrolled(at(1450));
    expect(keeper.stuck).toBe(true);
  });
});

test("the first words on the screen stand below a divider, not above it", () => {
  const rows = shown(items(said(7, ada, "10:00"), said(8, ben, "10:01")), { begins: true });
  expect([0, 1, 2, 3, 4].map((index) => firstSeqFrom(rows, index))).toEqual([7, 7, 7, 8, Infinity]);
});

describe("actions", () => {
  const message = said(1, ada, "10:00");
  const sent = new Date(message.created_at).getTime();
  const ids = (who: number, can: string[], later: number, recall = 2) => actionsFor(message, { me: who, can, recall, now: sent + later, saved: false }).map((item) => item.id);

  test("the author recalls within two minutes and deletes afterwards", () => {
    expect(ids(1, [], 60_000)).toEqual(["only", "copy", "link", "save", "edit", "recall"]);
    expect(ids(1, [], 180_000)).toEqual(["only", "copy", "link", "save", "edit", "delete"]);
  });
  test("for how long a message is taken back is the community's word", () => {
    expect(ids(1, [], 300_000, 10)).toContain("recall");
    expect(ids(1, [], 0, 0)).not.toContain("recall");
    expect(ids(1, [], 0, 0)).toContain("delete");
  });
  test("an onlooker looks and copies", () => expect(ids(2, [], 0)).toEqual(["only", "copy", "link", "save"]));
  test("a sticker is not edited: there are no words to change", () => {
    const alone = { ...message, body: "", files: [sticker(1).file] };
    expect(actionsFor(alone, { me: 1, can: [], recall: 2, now: sent, saved: false }).map((item) => item.id)).toEqual(["only", "copy", "link", "save", "recall"]);
  });
  test("a whole conversation is one tap away, and words that stand on the board are left alone", () => {
    expect(ids(2, ["promotion.create"], 0)).toEqual(["conversation", "promote", "only", "copy", "link", "save"]);
    expect(actionsFor({ ...message, fold: 9 }, { me: 2, can: ["promotion.create"], recall: 2, now: 0, saved: false }).map((item) => item.id)).not.toContain("conversation");
  });
  test("a moderator hides, and shows again what was hidden", () => {
    expect(ids(2, ["message.hide"], 0)).toContain("hide");
    expect(actionsFor({ ...message, removed: "hidden" }, { me: 2, can: ["message.hide"], recall: 2, now: 0, saved: false }).map((item) => item.id)).toEqual(["restore"]);
  });
  test("what was saved can be let go of", () => {
    const offered = actionsFor(message, { me: 2, can: [], recall: 2, now: 0, saved: true }).map((item) => item.id);
    expect(offered).toEqual(["only", "copy", "link", "letGo"]);
  });
  test("a recalled message offers nothing", () => expect(actionsFor({ ...message, removed: "recalled" }, { me: 1, can: ["message.hide"], recall: 2, now: 0, saved: false })).toEqual([]));
});
