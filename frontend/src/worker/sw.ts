/// <reference lib="webworker" />
import { open, pathOf, ring } from "./notes";
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

self.addEventListener("push", (event) => event.waitUntil(ring(event.data?.text(), self.clients, self.registration)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(pathOf(event.notification.data), self.clients));
});

/** A new version waits until nobody reads with the old one: a start with no other window open is the moment. */
async function page(request: Request): Promise<Response> {
  const { waiting } = self.registration;
  if (waiting && (await self.clients.matchAll({ type: "window" })).length < 2) {
    waiting.postMessage({ do: "take over" });
    return new Response("", { headers: { Refresh: "0", "Content-Type": "text/html" } });
  }
  return shell.page(request);
}
