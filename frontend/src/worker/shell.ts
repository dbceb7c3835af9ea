/** The pages whose addresses the web app's own router shows; everything else is the server's. */
const PAGES = /^\/(?:$|sign-in$|sign-up$|setup$|join\/|c\/)/;
const FOLDER = "/assets/";
const PREFIX = "oxbow-shell-";
/** This version and the one before: a tab that is still open goes on finding its parts. */
const KEPT = 2;
const INDEX = "/";

export interface Build {
  version: string;
  /** Paths of all built parts; their names change with their content. */
  parts: string[];
  /** The part that the page of this build names. */
  entry: string;
}

export const isPage = (url: URL): boolean => PAGES.test(url.pathname);
export const isPart = (url: URL): boolean => url.pathname.startsWith(FOLDER);

/** The built web app, kept whole: a page and its parts are always of the same build. */
export class Shell {
  private readonly name: string;

  constructor(
    private readonly build: Build,
    private readonly caches: CacheStorage,
    private readonly fetch: (request: Request) => Promise<Response>,
  ) {
    this.name = PREFIX + build.version;
  }

  /** Keeps everything or fails: then the browser tries again later, and what was there stays. */
  async install(): Promise<void> {
    const cache = await this.caches.open(this.name);
    const index = await this.fetched(INDEX, { cache: "reload" });
    const page = await index.clone().text();
    // While servers are being replaced, one may answer with the page of another build.
    if (!page.includes(this.build.entry)) throw new Error("The page is of another build.");
    await cache.put(INDEX, index);
    await Promise.all(this.build.parts.map((path) => this.keep(cache, path)));
  }

  async activate(): Promise<void> {
    const ours = (await this.caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== this.name);
    await Promise.all(ours.slice(0, -(KEPT - 1)).map((name) => this.caches.delete(name)));
  }

  async page(request: Request): Promise<Response> {
    const cache = await this.caches.open(this.name);
    return (await cache.match(INDEX, { ignoreVary: true })) ?? this.fetch(request);
  }

  async part(request: Request): Promise<Response> {
    return (await this.caches.match(request, { ignoreSearch: true, ignoreVary: true })) ?? this.fetch(request);
  }

  /** Parts that did not change since the last build are taken over, not fetched. */
  private async keep(cache: Cache, path: string): Promise<void> {
    await cache.put(path, (await this.caches.match(path, { ignoreVary: true })) ?? (await this.fetched(path)));
  }

  private async fetched(path: string, how: RequestInit = {}): Promise<Response> {
    const response = await this.fetch(new Request(path, { credentials: "same-origin", ...how }));
    if (!response.ok || response.redirected) throw new Error(`${path} is not there.`);
    return response;
  }
}
