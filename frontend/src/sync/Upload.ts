import { type ApiError, asApiError, isPassing } from "@/api/http";
import type { File as Kept } from "@/api/shapes";

import { Backoff } from "./Backoff";
import type { Mark } from "./UnsentFiles";

export interface UploadPorts {
  announce(size: number): Promise<string>;
  offset(address: string): Promise<number>;
  part(address: string, offset: number, part: Blob, signal: AbortSignal): Promise<number>;
  result(address: string): Promise<Kept>;
  drop(address: string): Promise<void>;
  changed(upload: Upload): void;
}

export type UploadState = "going" | "waiting" | "failed" | "done" | "cancelled";

const SMALLEST = 128 * 1024;
/** As much as the server takes at once. */
const LARGEST = 1024 * 1024;
/** Milliseconds: a part that goes faster is followed by a larger one. */
const BRISK = 1_500;

/**
 * One file on its way up, part by part, by the tus protocol. What broke goes on where the server says that it
 * ended: by itself after a pause that grows, at once when `wake` is called, from the start where the server forgot it.
 */
export class Upload {
  state: UploadState = "going";
  sent: number;
  error: ApiError | null = null;
  file: Kept | null = null;

  private address: string;
  private size = SMALLEST;
  private running = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly backoff = new Backoff();
  private stop = new AbortController();

  constructor(
    private readonly source: Blob,
    private readonly ports: UploadPorts,
    private readonly clock: () => number = () => performance.now(),
    from: Mark = { address: "", sent: 0 },
  ) {
    ({ address: this.address, sent: this.sent } = from);
  }

  get mark(): Mark {
    return { address: this.address, sent: this.sent };
  }

  get fraction(): number {
    return this.source.size ? this.sent / this.source.size : 0;
  }

  async start(): Promise<void> {
    if (this.running || this.state === "done" || this.state === "cancelled") return;
    clearTimeout(this.timer);
    this.running = true;
    this.turn("going");
    try {
      await this.go();
    } catch (reason) {
      this.halt(asApiError(reason));
    } finally {
      this.running = false;
    }
  }

  /** The connection is back: no need to wait any longer. */
  wake(): void {
    if (this.state === "waiting") void this.start();
  }

  retry(): void {
    if (this.state !== "failed") return;
    this.error = null;
    void this.start();
  }

  cancel(): void {
    if (this.state === "cancelled") return;
    clearTimeout(this.timer);
    this.turn("cancelled");
    this.stop.abort();
    if (this.address) this.ports.drop(this.address).catch(() => {});
  }

  private async go(): Promise<void> {
    this.stop = new AbortController();
    if (this.address) await this.findPlace();
    if (!this.address) await this.announce();
    while (this.sent < this.source.size && this.isWanted()) await this.next();
    if (!this.isWanted()) return;
    this.file = await this.ports.result(this.address);
    this.turn("done");
  }

  /** Files wait for a day on the server: one that it forgot begins anew. */
  private async findPlace(): Promise<void> {
    try {
      this.sent = await this.ports.offset(this.address);
    } catch (reason) {
      if (asApiError(reason).code !== "not_found") throw reason;
      this.beginAnew();
    }
  }

  private beginAnew(): void {
    this.address = "";
    this.sent = 0;
  }

  private async announce(): Promise<void> {
    this.address = await this.ports.announce(this.source.size);
    // Given up while it was being announced: nobody else knows the address.
    if (!this.isWanted()) this.ports.drop(this.address).catch(() => {});
    this.turn(this.state);
  }

  private async next(): Promise<void> {
    const began = this.clock();
    const part = this.source.slice(this.sent, this.sent + this.size);
    this.sent = await this.ports.part(this.address, this.sent, part, this.stop.signal);
    this.backoff.reset();
    this.size = this.clock() - began < BRISK ? Math.min(LARGEST, this.size * 2) : Math.max(SMALLEST, this.size / 2);
    this.turn(this.state);
  }

  private isWanted(): boolean {
    return this.state !== "cancelled";
  }

  private halt(error: ApiError): void {
    if (!this.isWanted()) return;
    if (isPassing(error) && error.code !== "files.no_space") this.waitFor(error);
    else if (error.code === "files.offset" || this.isForgotten(error)) this.waitFor(error);
    else this.fail(error);
  }

  /** Gone while it was on its way; one that cannot even be announced is refused. */
  private isForgotten({ code }: ApiError): boolean {
    return code === "not_found" && this.address !== "";
  }

  private waitFor(error: ApiError): void {
    const pause = Number(error.data.retry_after ?? 0) * 1000 || this.backoff.next();
    this.timer = setTimeout(() => void this.start(), pause);
    this.turn("waiting");
  }

  /** Refused: another try begins anew. */
  private fail(error: ApiError): void {
    this.error = error;
    this.beginAnew();
    this.turn("failed");
  }

  private turn(state: UploadState): void {
    this.state = state;
    this.ports.changed(this);
  }
}
