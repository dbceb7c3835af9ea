type Container = Pick<ServiceWorkerContainer, "register" | "addEventListener" | "controller">;

/** What the service worker says to the pages. */
export type WorkerWord = { do: "open"; path: string };

export interface WorkerPorts {
  /** A new version lies ready; it is taken on the next start, or now with `take`. */
  renewed(take: () => void): void;
  said(word: WorkerWord): void;
  reload(): void;
}

const LOOK_EVERY = 60 * 60 * 1000;

/** Enlists the service worker and watches for its successor. */
export class AppWorker {
  private taking = false;

  constructor(
    private readonly container: Container,
    private readonly ports: WorkerPorts,
  ) {}

  async enlist(address: string): Promise<ServiceWorkerRegistration> {
    this.container.addEventListener("message", ({ data }: MessageEvent<WorkerWord>) => this.ports.said(data));
    this.container.addEventListener("controllerchange", () => {
      if (this.taking) this.ports.reload();
    });
    const registration = await this.container.register(address);
    this.watch(registration);
    return registration;
  }

  private watch(registration: ServiceWorkerRegistration): void {
    if (registration.waiting) this.tell(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const next = registration.installing;
      next?.addEventListener("statechange", () => {
        if (next.state === "installed") this.tell(next);
      });
    });
    setInterval(() => void registration.update().catch(() => {}), LOOK_EVERY);
  }

  /** The first worker of all replaces nothing. */
  private tell(next: ServiceWorker): void {
    if (!this.container.controller) return;
    this.ports.renewed(() => {
      this.taking = true;
      next.postMessage({ do: "take over" });
    });
  }
}
