// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";

import type { ThreadChanged } from "@/api/frames";
import type { Post, ThreadInfo } from "@/api/shapes";

import { post } from "./fixtures";
import { ThreadLog, type ThreadSource } from "./ThreadLog";

let rows: Post[];
let rev: number;
let log: ThreadLog;
let source: ThreadSource;
const info = {} as ThreadInfo;
const paths = () => log.snapshot.posts.map((row) => row.path);
const event = (...posts: Post[]): ThreadChanged => ({
  on: "thread.changed", whole: true, topic: "thread.3", why: "posted", thread: 3, seq: rows.length, rev, posts, gone: [], info,
});

beforeEach(() => {
  rows = [post(1, "01"), post(2, "02"), post(3, "01.01")];
  rev = 3;
  source = {
    posts: async ({ after }) => {
      const sorted = [...rows].sort((a, b) => (a.path < b.path ? -1 : 1)).filter((row) => row.path > (after ?? ""));
      const next = sorted.length > 3 ? sorted[2]!.path : null;
      return { rev, seq: rows.length, posts: sorted.slice(0, 3), next, before: false, moved: null };
    },
    changes: vi.fn(async (since: number) => ({
      rev, seq: rows.length, posts: rows.filter((row) => row.rev > since), gone: [], info, more: false,
    })),
  };
  log = new ThreadLog(source);
});

test("replies stand below what they answer, not where they came in time", async () => {
  await log.show();
  expect(paths()).toEqual(["01", "01.01", "02"]);
});

test("a new reply takes its place in the tree", async () => {
  await log.show();
  rev = 4;
  rows.push(post(4, "01.02"));
  log.apply(event(rows[3]!));
  expect(paths()).toEqual(["01", "01.01", "01.02", "02"]);
  expect(source.changes).not.toHaveBeenCalled();
});

test("a lost event is fetched", async () => {
  await log.show();
  rows.push(post(4, "03"), post(5, "04"));
  rev = 5;
  log.apply(event(rows[4]!));
  await vi.waitFor(() => expect(log.snapshot.rev).toBe(5));
  expect(paths()).toEqual(["01", "01.01", "02", "03", "04"]);
});

test("what comes below the loaded part waits for its page", async () => {
  rows.push(post(4, "03"), post(5, "04"));
  rev = 5;
  await log.show();
  expect(paths()).toEqual(["01", "01.01", "02"]);
  rows.push(post(6, "05"));
  rev = 6;
  log.apply(event(rows[5]!));
  expect(paths()).toEqual(["01", "01.01", "02"]);
  await log.showMore();
  expect(paths()).toEqual(["01", "01.01", "02", "03", "04", "05"]);
});

test("one's own reply shows at once wherever it belongs", async () => {
  rows.push(post(4, "03"), post(5, "04"));
  rev = 5;
  await log.show();
  rev = 6;
  log.receive(post(6, "05", { rev: 6 }));
  expect(paths()).toContain("05");
});

test("posts that stand in another thread now are gone, however one hears of it", async () => {
  await log.show();
  rows = rows.filter((row) => row.seq !== 2);
  rev = 4;
  log.apply({ ...event(), gone: [post(2, "02").id] });
  expect(paths()).toEqual(["01", "01.01"]);
});
