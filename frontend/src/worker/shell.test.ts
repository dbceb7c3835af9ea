import { beforeEach, describe, expect, test } from "vitest";

import { type Build, isPage, isPart, Shell } from "./shell";

const BUILD: Build = { version: "two", parts: ["/assets/main-2.js", "/assets/ui-1.css"], entry: "/assets/main-2.js" };

class Pages {
  readonly kept = new Map<string, string>();
  match = async (path: RequestInfo) => answer(this.kept.get(pathOf(path)));
  put = async (path: RequestInfo, response: Response) => void this.kept.set(pathOf(path), await response.text());
}

class Caches {
  readonly named = new Map<string, Pages>();
  open = async (name: string) => this.named.get(name) ?? this.named.set(name, new Pages()).get(name)!;
  keys = async () => [...this.named.keys()];
  delete = async (name: string) => this.named.delete(name);
  async match(path: RequestInfo) {
    for (const pages of this.named.values()) {
      const found = await pages.match(path);
      if (found) return found;
    }
    return undefined;
  }
}

const answer = (text: string | undefined) => (text === undefined ? undefined : new Response(text));
const pathOf = (request: RequestInfo) => new URL(typeof request === "string" ? request : request.url, location.origin).pathname;
const ask = (path: string) => new Request(new URL(path, location.origin));

let site: Record<string, string>;
let asked: string[];
let caches: Caches;

function shell(build = BUILD): Shell {
  return new Shell(build, caches as unknown as CacheStorage, async (request) => {
    asked.push(pathOf(request));
    const text = site[pathOf(request)];
    if (text === "offline") throw new TypeError("offline");
    return new Response(text ?? "", { status: text === undefined ? 404 : 200 });
  });
}

beforeEach(() => {
  caches = new Caches();
  asked = [];
  site = { "/": '<script src="/assets/main-2.js">', "/assets/main-2.js": "two", "/assets/ui-1.css": "css" };
  // Requests of the worker are relative to its own address; happy-dom has none for them.
  globalThis.Request = class extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === "string" ? new URL(input, location.origin) : input, init);
    }
  };
});

describe("the kept app", () => {
  test("a page of another build is refused, and what was there stays", async () => {
    site["/"] = '<script src="/assets/main-3.js">';
    await expect(shell().install()).rejects.toThrow("another build");
  });

  test("a part that is missing fails the whole", async () => {
    delete site["/assets/ui-1.css"];
    await expect(shell().install()).rejects.toThrow("/assets/ui-1.css");
  });

  test("without a network the page and its parts come from here", async () => {
    const app = shell();
    await app.install();
    for (const path of Object.keys(site)) site[path] = "offline";
    expect(await (await app.page(ask("/c/lake/r/5"))).text()).toContain("main-2");
    expect(await (await app.part(ask("/assets/main-2.js"))).text()).toBe("two");
  });

  test("the next build fetches only what changed", async () => {
    await shell().install();
    asked = [];
    site = { "/": '<script src="/assets/main-3.js">', "/assets/main-3.js": "three", "/assets/ui-1.css": "css" };
    await shell({ version: "three", parts: ["/assets/main-3.js", "/assets/ui-1.css"], entry: "/assets/main-3.js" }).install();
    expect(asked.sort()).toEqual(["/", "/assets/main-3.js"]);
  });

  test("the version before stays for tabs that are still open; older ones go, and nobody else's", async () => {
    for (const name of ["oxbow-shell-zero", "somebody-else", "oxbow-shell-one", "oxbow-shell-two"]) await caches.open(name);
    await shell().activate();
    expect(await caches.keys()).toEqual(["somebody-else", "oxbow-shell-one", "oxbow-shell-two"]);
  });
});

test.each(["/", "/c/lake", "/c/lake/r/5", "/join/abc", "/sign-in"])("%s is a page of the app", (path) => {
  expect(isPage(new URL(path, location.origin))).toBe(true);
});

test.each(["/admin/", "/api/v1/me/", "/files/5", "/embed/lake", "/_allauth/browser/v1/config", "/metrics", "/cats"])("%s is the server's", (path) => {
  expect(isPage(new URL(path, location.origin))).toBe(false);
  expect(isPart(new URL(path, location.origin))).toBe(false);
});
