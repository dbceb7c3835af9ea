import type { Announcement } from "@/api/uploads";
import type { File as Kept } from "@/api/shapes";

import { Upload, type UploadPorts, type UploadState } from "./Upload";

/** What somebody brings along. An image may still be made smaller: its bytes come when they are ready. */
export interface Brought extends Announcement {
  source: Blob | Promise<Blob>;
  /** The address of what is shown of it meanwhile. */
  preview: string | null;
}

export interface TrayItem {
  key: number;
  name: string;
  kind: Kept["kind"];
  preview: string | null;
  seconds: number | null;
  peaks: readonly number[] | null;
  size: number;
  state: UploadState;
  fraction: number;
  error: { code: string; data: Record<string, unknown> } | null;
  file: Kept | null;
}

export interface TrayPorts {
  upload(told: Announcement): Omit<UploadPorts, "changed">;
  changed(items: TrayItem[]): void;
  release(preview: string): void;
  /** Where a file that has arrived is shown, if it is; and to give it up. */
  shownAt(file: Kept): string | null;
  discard(file: Kept): void;
}

/** As many as the server takes with one message. */
export const MOST = 10;

/** The files beside what is being written: each on its way up, in order, until they are sent together. */
export class Tray {
  private items: TrayItem[] = [];
  private readonly uploads = new Map<number, Upload>();
  private last = 0;

  constructor(private readonly ports: TrayPorts) {}

  /** Take in as many as there is room for; how many were left out. */
  add(brought: readonly Brought[]): number {
    const taken = brought.slice(0, Math.max(0, MOST - this.items.length));
    for (const one of taken) void this.take(one);
    return brought.length - taken.length;
  }

  /** Files that arrived before this page was opened, ahead of those that are brought along now. */
  restore(files: readonly Kept[]): void {
    const before = files.map((file): TrayItem => {
      const { name, kind, seconds, peaks, size } = file;
      return { key: ++this.last, name, kind, preview: this.ports.shownAt(file), seconds, peaks, size, state: "done", fraction: 1, error: null, file };
    });
    this.publish([...before, ...this.items]);
  }

  remove(key: number): void {
    const gone = this.items.find((item) => item.key === key);
    if (!gone) return;
    const upload = this.uploads.get(key);
    if (upload) upload.cancel();
    else if (gone.file) this.ports.discard(gone.file);
    this.forget(gone);
    this.publish(this.items.filter((item) => item.key !== key));
  }

  /** These were sent or given up elsewhere. */
  lose(files: readonly number[]): void {
    const gone = this.items.filter(({ file }) => file && files.includes(file.id));
    for (const item of gone) this.forget(item);
    if (gone.length) this.publish(this.items.filter((item) => !gone.includes(item)));
  }

  retry(key: number): void {
    this.uploads.get(key)?.retry();
  }

  wake(): void {
    for (const upload of this.uploads.values()) upload.wake();
  }

  /** All that has arrived, to be sent; the tray is empty then. */
  empty(): Kept[] {
    const files = this.items.flatMap((item) => (item.file ? [item.file] : []));
    for (const item of this.items) this.forget(item);
    this.publish([]);
    return files;
  }

  private async take({ source, preview, ...told }: Brought): Promise<void> {
    const key = ++this.last;
    const { name, kind, seconds = null, peaks = null } = told;
    const item: TrayItem = { key, name, kind, preview, seconds, peaks, size: 0, state: "going", fraction: 0, error: null, file: null };
    this.publish([...this.items, item]);
    const bytes = await source;
    if (!this.items.some((one) => one.key === key)) return;
    const changed = (upload: Upload) => this.show(key, upload);
    const upload = new Upload(bytes, { ...this.ports.upload(told), changed });
    this.uploads.set(key, upload);
    this.change(key, { size: bytes.size });
    void upload.start();
  }

  private show(key: number, { state, fraction, error, file }: Upload): void {
    this.change(key, { state, fraction, file, error: error && { code: error.code, data: error.data } });
  }

  private change(key: number, change: Partial<TrayItem>): void {
    if (this.items.some((item) => item.key === key)) {
      this.publish(this.items.map((item) => (item.key === key ? { ...item, ...change } : item)));
    }
  }

  private forget({ key, preview }: TrayItem): void {
    this.uploads.delete(key);
    if (preview) this.ports.release(preview);
  }

  private publish(items: TrayItem[]): void {
    this.items = items;
    this.ports.changed(items);
  }
}
