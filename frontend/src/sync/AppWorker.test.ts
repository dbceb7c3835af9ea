import { beforeEach, expect, test, vi } from "vitest";

import { AppWorker } from "./AppWorker";

class Worker extends EventTarget {
  state = "installing";
  postMessage = vi.fn();
}
class Registration extends EventTarget {
  waiting: Worker | null = null;
  installing: Worker | null = null;
  update = vi.fn(async () => {});
}
class Container extends EventTarget {
  controller: object | null = {};
  readonly registration = new Registration();
  register = async () => this.registration;
}

let container: Container;
let take: (() => void) | null;
const reload = vi.fn();
const said = vi.fn();

function enlist(): Promise<unknown> {
  return new AppWorker(container as unknown as ServiceWorkerContainer, { renewed: (now) => (take = now), said, reload }).enlist("/sw.js");
}

function install(): Worker {
  const next = new Worker();
  container.registration.installing = next;
  container.registration.dispatchEvent(new Event("updatefound"));
  next.state = "installed";
  next.dispatchEvent(new Event("statechange"));
  return next;
}

beforeEach(() => {
  container = new Container();
  take = null;
  reload.mockReset();
});

test("the first worker of all is no new version", async () => {
  container.controller = null;
  await enlist();
  install();
  expect(take).toBeNull();
});

test("a new version is told of and waits; only whoever takes it is brought to it", async () => {
  await enlist();
  const next = install();
  container.dispatchEvent(new Event("controllerchange"));
  expect(reload).not.toHaveBeenCalled();
  take?.();
  expect(next.postMessage).toHaveBeenCalledWith({ do: "take over" });
  container.dispatchEvent(new Event("controllerchange"));
  expect(reload).toHaveBeenCalledOnce();
});

test("one that waited since the last visit is told of again", async () => {
  container.registration.waiting = new Worker();
  await enlist();
  expect(take).not.toBeNull();
});

test("a tap on a note reaches the page", async () => {
  await enlist();
  container.dispatchEvent(new MessageEvent("message", { data: { do: "open", path: "/c/lake/r/5" } }));
  expect(said).toHaveBeenCalledWith({ do: "open", path: "/c/lake/r/5" });
});
