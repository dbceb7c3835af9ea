import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ApiError } from "@/api/http";
import type { File as Kept } from "@/api/shapes";

import { Upload, type UploadPorts, type UploadState } from "./Upload";

const MB = 1024 * 1024;
let arrived: number;
let parts: number[];
let trouble: (offset: number) => ApiError | null;
let dropped: string[];
let states: UploadState[];

/** Like the server: a part counts where it fits, and nowhere else. */
const ports: UploadPorts = {
  announce: async () => "uploads/1/",
  offset: async () => arrived,
  part: async (_address, offset, part) => {
    const error = trouble(offset);
    if (error) throw error;
    if (offset !== arrived) throw new ApiError("files.offset", { offset: arrived }, 409);
    parts.push(part.size);
    arrived += part.size;
    return arrived;
  },
  result: async () => ({ id: 1, kind: "document" }) as Kept,
  drop: async (address) => void dropped.push(address),
  changed: (upload) => void (states.at(-1) === upload.state || states.push(upload.state)),
};
const make = (size = 3 * MB) => new Upload(new Blob([new Uint8Array(size)]), ports, () => 0);

beforeEach(() => {
  vi.useFakeTimers();
  arrived = 0;
  parts = [];
  trouble = () => null;
  dropped = [];
  states = [];
});
afterEach(() => vi.useRealTimers());

test("a file goes up in parts that grow while they go fast, never beyond what the server takes", async () => {
  const upload = make();
  await upload.start();
  expect(upload.state).toBe("done");
  expect(upload.file?.id).toBe(1);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(3 * MB);
  expect(Math.max(...parts)).toBe(MB);
  expect(parts[0]).toBe(MB / 8);
});

test("a dropped connection goes on where the server says that it ended", async () => {
  let broken = true;
  trouble = (offset) => (broken && offset > 0 ? new ApiError("network") : null);
  const upload = make(MB);
  await upload.start();
  expect([upload.state, arrived]).toEqual(["waiting", MB / 8]);
  broken = false;
  upload.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(upload.state).toBe("done");
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(MB);
});

test("a part that arrived though its answer was lost is not sent twice", async () => {
  let lost = true;
  trouble = () => {
    if (!lost) return null;
    lost = false;
    arrived += MB / 8;
    return new ApiError("timeout");
  };
  const upload = make(MB);
  await upload.start();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(upload.state).toBe("done");
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(MB - MB / 8);
});

test("what an earlier page began goes on from there", async () => {
  arrived = MB / 2;
  const upload = new Upload(new Blob([new Uint8Array(MB)]), ports, () => 0, { address: "uploads/9/", sent: MB / 4 });
  expect(upload.fraction).toBe(0.25);
  await upload.start();
  expect([upload.state, upload.mark]).toEqual(["done", { address: "uploads/9/", sent: MB }]);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(MB / 2);
});

test("what the server forgot begins anew by itself: before the next part, or in the middle of one", async () => {
  let forgets = 2;
  const forgetful = { ...ports, offset: async () => ((forgets -= 1) >= 0 ? Promise.reject(new ApiError("not_found", {}, 404)) : arrived) };
  const upload = new Upload(new Blob([new Uint8Array(MB)]), forgetful, () => 0, { address: "uploads/9/", sent: MB / 4 });
  trouble = (offset) => (offset > 0 && forgets === 1 ? ((arrived = 0), new ApiError("not_found", {}, 404)) : null);
  await upload.start();
  expect([upload.state, upload.mark.address]).toEqual(["waiting", "uploads/1/"]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([upload.state, upload.mark, forgets]).toEqual(["done", { address: "uploads/1/", sent: MB }, 0]);
});

test("where nothing may be announced any more it does not try for ever", async () => {
  const upload = new Upload(new Blob(["x"]), { ...ports, announce: () => Promise.reject(new ApiError("not_found", {}, 404)) }, () => 0);
  await upload.start();
  expect(upload.state).toBe("failed");
});

test("it tries again by itself, as late as it was told to", async () => {
  trouble = () => new ApiError("rate.limited", { retry_after: 12 }, 429);
  const upload = make(MB);
  await upload.start();
  trouble = () => null;
  await vi.advanceTimersByTimeAsync(11_000);
  expect(upload.state).toBe("waiting");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(upload.state).toBe("done");
});

test("what is refused says why and begins anew when it is tried again", async () => {
  trouble = () => new ApiError("files.broken", {}, 400);
  const upload = make(MB);
  await upload.start();
  expect([upload.state, upload.error?.code, upload.fraction]).toEqual(["failed", "files.broken", 0]);
  trouble = () => null;
  upload.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect([upload.state, upload.error]).toEqual(["done", null]);
});

test("a full disk is not tried again and again", async () => {
  trouble = () => new ApiError("files.no_space", {}, 507);
  const upload = make(MB);
  await upload.start();
  expect(upload.state).toBe("failed");
});

test("what is cancelled stops, stays cancelled and is given up on the server", async () => {
  const upload = make();
  trouble = (offset) => {
    if (offset > 0) upload.cancel();
    return null;
  };
  await upload.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([upload.state, dropped]).toEqual(["cancelled", ["uploads/1/"]]);
  upload.retry();
  upload.wake();
  expect(states).toEqual(["going", "cancelled"]);
});

test("what is cancelled while it is being announced leaves nothing behind", async () => {
  const upload = make();
  const begun = upload.start();
  upload.cancel();
  await begun;
  expect([dropped, arrived]).toEqual([["uploads/1/"], 0]);
});
