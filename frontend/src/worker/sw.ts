/// <reference lib="webworker" />
import { noteOf, optionsOf, pathOf, putAway } from "./notes";
import { type Build, isPage, isPart, Shell } from "./shell";

declare const self: ServiceWorkerGlobalScope;
declare const BUILD: Build;

const shell = new Shell(BUILD, self.caches, (request) => self.fetch(request));

self.addEventListener("install", (event) => event.waitUntil(shell.install()));

self.addEventListener("activate", (event) => {
  event.waitUntil(shell.activate().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if ((event.data as { do?: string } | null)?.do === "take over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && isPage(url)) event.respondWith(page(request));
  else if (isPart(url)) event.respondWith(shell.part(request));
});

self.addEventListener("push", (event) => event.waitUntil(ring(event.data?.text())));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(pathOf(event.notification.data)));
});

async function ring(text: string | undefined): Promise<void> {
  const note = noteOf(text);
  const windows = await self.clients.matchAll({ type: "window" });
  // Whoever looks at the app sees the bell there.
  if (!note || windows.some((window) => window.focused)) return;
  putAway(await self.registration.getNotifications(), note);
  await self.registration.showNotification(note.title, optionsOf(note));
}

/** The tab that is there comes to the front and goes to the message; without one a new one opens. */
async function open(path: string): Promise<void> {
  const [window] = await self.clients.matchAll({ type: "window" });
  if (!window) {
    await self.clients.openWindow(path);
    return;
  }
  await window.focus();
  window.postMessage({ do: "open", path });
}

/** A new version waits until nobody reads with the old one: a start with no other window open is the moment. */
async function page(request: Request): Promise<Response> {
  const { waiting } = self.registration;
  if (waiting && (await self.clients.matchAll({ type: "window" })).length < 2) {
    waiting.postMessage({ do: "take over" });
    return new Response("", { headers: { Refresh: "0", "Content-Type": "text/html" } });
  }
  return shell.page(request);
}
