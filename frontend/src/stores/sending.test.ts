import "fake-indexeddb/auto";

import { Blob as BlobOfNode } from "node:buffer";

import { IDBFactory } from "fake-indexeddb";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Community } from "@/api/shapes";
import { ben } from "@/sync/fixtures";
import type { Brought } from "@/sync/Tray";

import { useCommunities } from "./communities";
import { useDrafts } from "./drafts";
import { useRooms } from "./rooms";
import { useTrays } from "./trays";

const words = (text: string) => ({ words: text, replyTo: null, draft: text });
const brought = (name: string): Brought => ({ name, kind: "document", source: new Blob(["Hello"]), preview: null });
const outgoing = () => useRooms().outgoing.map(({ room, body, files }) => [room, body, files.map(({ name }) => name)]);
const isUnloadAsked = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
let arrive: () => void;
let refused: boolean;

/** Like the server; the last answer waits until the test lets files arrive. */
async function answer(url: string, method: string): Promise<Response> {
  if (method === "POST" && url.endsWith("/uploads/")) return new Response("", { status: 201, headers: { Location: "/api/v1/communities/lake/uploads/31/" } });
  if (method === "PATCH") {
    await arrived;
    return refused ? new Response(JSON.stringify({ code: "files.broken" }), { status: 400 }) : new Response("", { headers: { "Upload-Offset": "5" } });
  }
  return new Response(JSON.stringify({ id: 31, kind: "document", name: "plan.pdf", size: 5 }));
}
let arrived: Promise<void>;

function freshPage(): void {
  setActivePinia(createPinia());
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  useRooms().reset("lake");
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  globalThis.indexedDB = new IDBFactory();
  refused = false;
  arrived = new Promise((done) => (arrive = done));
  // The window's own cannot be copied into the database.
  vi.stubGlobal("Blob", BlobOfNode);
  vi.stubGlobal("fetch", (url: string, { method }: RequestInit) => answer(url, method ?? "GET"));
  freshPage();
});
afterEach(() => vi.unstubAllGlobals());

test("what is sent off waits for its files, and takes its draft along, whatever is on the screen", async () => {
  const trays = useTrays();
  useDrafts().write("room:5", "The plan");
  trays.add("room:5", [brought("plan.pdf")]);
  trays.sendOff("room:5", words("The plan"));
  expect([outgoing(), trays.wishOf("room:5")?.words]).toEqual([[], "The plan"]);
  arrive();
  await vi.waitFor(() => expect(outgoing()).toEqual([[5, "The plan", ["plan.pdf"]]]));
  expect([trays.items("room:5"), trays.wishOf("room:5"), useDrafts().text("room:5")]).toEqual([[], null, ""]);
  await vi.waitFor(() => expect(Object.keys(localStorage).filter((key) => /wish|tray/.test(key))).toEqual([]));
});

test("words without files go out at once", () => {
  useTrays().sendOff("room:5", words("Hello"));
  expect(outgoing()).toEqual([[5, "Hello", []]]);
});

test("words that were written on meanwhile stay in the draft", async () => {
  const trays = useTrays();
  trays.add("room:5", [brought("plan.pdf")]);
  trays.sendOff("room:5", words("The plan"));
  useDrafts().write("room:5", "The plan, and more");
  arrive();
  await vi.waitFor(() => expect(outgoing()).toHaveLength(1));
  expect(useDrafts().text("room:5")).toBe("The plan, and more");
});

test("where a file is refused nothing goes out before it is said again", async () => {
  refused = true;
  const trays = useTrays();
  trays.add("room:5", [brought("plan.pdf")]);
  trays.sendOff("room:5", words("The plan"));
  arrive();
  await vi.waitFor(() => expect(trays.items("room:5")[0]?.state).toBe("failed"));
  expect([outgoing(), trays.wishOf("room:5")]).toEqual([[], null]);
});

test("the browser asks before it leaves until a file is kept", async () => {
  const trays = useTrays();
  let shrink: (bytes: Blob) => void = () => {};
  trays.add("room:5", [{ ...brought("photo.jpg"), source: new Promise((done) => (shrink = done)) }]);
  expect(isUnloadAsked()).toBe(true);
  shrink(new Blob(["Hello"]));
  await vi.waitFor(() => expect(trays.items("room:5")[0]?.kept).toBe(true));
  expect(isUnloadAsked()).toBe(false);
});

test("the next page waits for what this one sent off, and says it under the same id", async () => {
  const trays = useTrays();
  trays.add("room:5", [brought("plan.pdf")]);
  trays.sendOff("room:5", words("The plan"));
  const id = trays.wishOf("room:5")?.client_id;
  await vi.waitFor(() => expect(trays.items("room:5")[0]?.kept).toBe(true));
  freshPage();
  await useTrays().resume();
  await vi.waitFor(() => expect(useTrays().wishOf("room:5")?.client_id).toBe(id));
  expect(useTrays().items("room:5")).toHaveLength(1);
  await useTrays().resume();
  expect(useTrays().items("room:5")).toHaveLength(1);
  arrive();
  await vi.waitFor(() => expect(useRooms().outgoing.map(({ client_id }) => client_id)).toEqual([id]));
});
