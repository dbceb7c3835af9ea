// @vitest-environment node
import { expect, test, vi } from "vitest";

import { ConversationLog } from "./ConversationLog";
import { message } from "./fixtures";

const talk = [2, 5, 9, 14].map((seq) => message(seq));
const paged = (size: number, rows = talk) => async (after: string | number | null) => {
  const rest = rows.filter((row) => row.seq > Number(after ?? 0));
  const results = rest.slice(0, size);
  return { results, next: rest.length > size ? String(results[results.length - 1]?.seq) : null };
};
const seqs = (log: ConversationLog) => log.snapshot.messages.map((row) => row.seq);

test("it is read page by page, from the place that was left", async () => {
  const log = new ConversationLog(paged(2));
  await log.show(3);
  expect(seqs(log)).toEqual([5, 9]);
  expect(log.snapshot.more).toBe(true);
  await log.more();
  expect(seqs(log)).toEqual([5, 9, 14]);
  expect(log.snapshot.more).toBe(false);
});

test("two hands that ask for more at once get one page", async () => {
  let asked = 0;
  const page = paged(1);
  const log = new ConversationLog((after) => (++asked, page(after)));
  await log.show(null);
  await Promise.all([log.more(), log.more()]);
  expect(asked).toBe(2);
  expect(seqs(log)).toEqual([2, 5]);
});

test("what is said later joins at the end", async () => {
  const rows = talk.slice(0, 2);
  const log = new ConversationLog(paged(50, rows));
  await log.show(null);
  rows.push(message(20));
  await log.lookOn();
  expect(seqs(log)).toEqual([2, 5, 20]);
});

test("an edit shows, an older row does not, and a stranger stays out", async () => {
  const log = new ConversationLog(paged(50));
  await log.show(null);
  log.apply([message(5, { rev: 90, body: "edited" }), message(6, { rev: 91 })]);
  log.apply([message(5, { rev: 4, body: "old" })]);
  expect(log.snapshot.messages.map((row) => row.body)).toEqual(["words 2", "edited", "words 9", "words 14"]);
});

test("words that are taken back while the page is under way do not come with it", async () => {
  let come = () => {};
  const log = new ConversationLog(() => new Promise((answered) => (come = () => answered({ results: talk, next: null }))));
  const shown = log.show(null);
  log.apply([message(9, { rev: 90, removed: "recalled", body: "" })]);
  come();
  await shown;
  expect(log.snapshot.messages.map((row) => row.body)).toEqual(["words 2", "words 5", "", "words 14"]);
});

test("what is said while it looks on is looked for again", async () => {
  const rows = talk.slice(0, 2);
  const answers: (() => void)[] = [];
  const page = paged(50, rows);
  const log = new ConversationLog(async (after) => {
    const found = await page(after);
    await new Promise<void>((answered) => answers.push(answered));
    return found;
  });
  const come = () => vi.waitFor(() => answers.shift()!());
  void log.show(null);
  await come();
  await vi.waitFor(() => expect(log.snapshot.loaded).toBe(true));
  const looked = log.lookOn();
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  rows.push(message(20));
  void log.lookOn();
  await come();
  await come();
  await looked;
  expect(seqs(log)).toEqual([2, 5, 20]);
});
