import "fake-indexeddb/auto";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, expect, test, vi } from "vitest";

import { useCopies } from "./copies";
import { isKnownHere, isSignedInHere } from "./known";
import { useSession } from "./session";

afterEach(() => vi.unstubAllGlobals());

/** A server whose word about the account comes when it is let go. */
function slowServer(me: object): () => void {
  let come = () => {};
  const word = new Promise<Response>((done) => (come = () => done(new Response(JSON.stringify(me)))));
  const gone = () => new Response(JSON.stringify({ status: 401, meta: {} }), { status: 401 });
  vi.stubGlobal("fetch", async (_url: string, { method }: RequestInit) => (method === "GET" ? word : gone()));
  return come;
}

test("What the server said of an account before it was signed out brings nobody back, and keeps nothing", async () => {
  setActivePinia(createPinia());
  const copies = useCopies();
  const me = { user: { id: 1, username: "ben" }, communities: [] };
  await copies.claim(1);
  await copies.write("me", "", me);
  const come = slowServer(me);
  const session = useSession();
  const loading = session.load();
  await session.signOut();
  come();
  await loading;
  expect([session.status, await copies.sheets("me"), localStorage.getItem("oxbow.user")]).toEqual(["guest", [], null]);
});

test("A socket is opened ahead only where somebody was signed in when the server was last asked", async () => {
  setActivePinia(createPinia());
  localStorage.clear();
  let me: object = { user: null, communities: [] };
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(me)));
  vi.stubGlobal("WebSocket", class { close() {} });
  const session = useSession();
  expect(isSignedInHere()).toBe(false);
  me = { user: { id: 1, username: "ben" }, communities: [] };
  await session.load();
  expect(isSignedInHere()).toBe(true);
  me = { user: null, communities: [] };
  await session.load();
  expect([isSignedInHere(), isKnownHere()]).toEqual([false, true]);
  await session.signOut();
  await session.load();
  expect(Object.keys(localStorage)).toEqual([]);
});
