import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ApiError } from "@/api/http";
import type { Room } from "@/api/shapes";

import { type RoomPorts, runCommand } from "./roomCommands";

const room = (level: "all" | "mentions" | "nothing" | null) =>
  ({ id: 5, kind: "open", name: "River", mine: level && { level, read_seq: 0, unread: 0, mentions: 0 } }) as unknown as Room;
let done: unknown[];
let status: number;
let asked: unknown[];

const ports = (more: Partial<RoomPorts> = {}): RoomPorts => {
  const note = (name: string) => (...words: unknown[]) => void done.push([name, ...words]);
  return {
    room: room("all"), t: (key, named) => `${key} ${String(named?.room)}`, say: note("say"), explain: (error: ApiError) => error.code,
    board: note("board"), search: note("search"), info: note("info"), toDay: note("day"), askDay: note("ask"), ...more,
  };
};

beforeEach(() => {
  setActivePinia(createPinia());
  [done, asked, status] = [[], [], 200];
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    asked.push([method, url, JSON.parse(String(body))]);
    return new Response(JSON.stringify(status < 400 ? JSON.parse(String(body)) : { code: "forbidden" }), { status });
  });
});
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["board", "Oars", ["board", "Oars"]],
  ["search", "heron", ["search", "heron"]],
  ["info", "", ["info"]],
  ["date", "2026-03-01", ["day", "2026-03-01"]],
  ["date", "some day", ["ask"]],
  ["date", "", ["ask"]],
] as const)("/%s %s", (id, words, wanted) => {
  runCommand(id, words, ports());
  expect(done).toEqual([wanted]);
});

test.each([
  ["all", "nothing", "command.muted River"],
  ["mentions", "nothing", "command.muted River"],
  ["nothing", "all", "command.unmuted River"],
] as const)("/mute in a room that tells %s makes it tell %s, and says so", async (before, after, words) => {
  runCommand("mute", "", ports({ room: room(before) }));
  await vi.waitFor(() => expect(done).toEqual([["say", words]]));
  expect(asked).toEqual([[expect.any(String), expect.stringMatching(/rooms\/5\//u), { level: after }]]);
});

test("/mute that is refused says why", async () => {
  status = 403;
  runCommand("mute", "", ports());
  await vi.waitFor(() => expect(done).toEqual([["say", "forbidden"]]));
});

test("/mute where one has no seat does nothing", () => {
  runCommand("mute", "", ports({ room: room(null) }));
  expect([done, asked]).toEqual([[], []]);
});
