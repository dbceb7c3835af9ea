import type { Announcement } from "@/api/uploads";
import type { File as Kept } from "@/api/shapes";

import type { Mark } from "./UnsentFiles";
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
  /** Whether the next page would find it; null while that is not known. */
  kept: boolean | null;
}

/** How one file goes up, and where it is kept meanwhile. */
export interface Passage extends Omit<UploadPorts, "changed"> {
  kept: Promise<boolean>;
  note(mark: Mark): void;
  forget(): void;
}

/** A file that was on its way when the last page went. */
export interface Left {
  told: Announcement;
  bytes: Blob;
  preview: string | null;
  mark: Mark;
  passage: Passage;
}

export interface TrayPorts {
  upload(told: Announcement, bytes: Blob): Passage;
  changed(items: TrayItem[]): void;
  release(preview: string): void;
  /** Where a file that has arrived is shown, if it is; and to give it up. */
  shownAt(file: Kept): string | null;
  discard(file: Kept): void;
}

type Shown = Pick<Kept, "name" | "kind"> & Partial<Pick<TrayItem, "seconds" | "peaks">>;

/** As many as the server takes with one message. */
export const MOST = 10;

/** The files beside what is being written: each on its way up, in order, until they are sent together. */
export class Tray {
  private items: TrayItem[] = [];
  private readonly uploads = new Map<number, { upload: Upload; passage: Passage }>();
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
    const before = files.map((file): TrayItem => ({
      ...this.fresh(file, this.ports.shownAt(file)), size: file.size, state: "done", fraction: 1, file, kept: true,
    }));
    this.publish([...before, ...this.items]);
  }

  /** Files that were on their way before this page was opened: each goes on where it ended. */
  carryOn(left: readonly Left[]): void {
    for (const { told, bytes, preview, mark, passage } of left) this.begin(this.lay(told, preview), bytes, passage, mark);
  }

  remove(key: number): void {
    const gone = this.items.find((item) => item.key === key);
    if (!gone) return;
    const found = this.uploads.get(key);
    found?.passage.forget();
    if (found) found.upload.cancel();
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
    this.uploads.get(key)?.upload.retry();
  }

  wake(): void {
    for (const { upload } of this.uploads.values()) upload.wake();
  }

  /** All that has arrived, to be sent; the tray is empty then. */
  empty(): Kept[] {
    const files = this.items.flatMap((item) => (item.file ? [item.file] : []));
    for (const item of this.items) this.forget(item);
    this.publish([]);
    return files;
  }

  private async take({ source, preview, ...told }: Brought): Promise<void> {
    const key = this.lay(told, preview);
    const bytes = await source;
    if (this.items.some((one) => one.key === key)) this.begin(key, bytes, this.ports.upload(told, bytes));
  }

  private lay(told: Announcement, preview: string | null): number {
    const item = this.fresh(told, preview);
    this.publish([...this.items, item]);
    return item.key;
  }

  private fresh({ name, kind, seconds, peaks }: Shown, preview: string | null): TrayItem {
    const key = ++this.last;
    const told = { name, kind, preview, seconds: seconds ?? null, peaks: peaks ?? null };
    return { key, ...told, size: 0, state: "going", fraction: 0, error: null, file: null, kept: null };
  }

  private begin(key: number, bytes: Blob, passage: Passage, from?: Mark): void {
    const changed = (upload: Upload) => {
      passage.note(upload.mark);
      this.show(key, upload);
    };
    const upload = new Upload(bytes, { ...passage, changed }, undefined, from);
    this.uploads.set(key, { upload, passage });
    this.change(key, { size: bytes.size, fraction: upload.fraction });
    void passage.kept.then((kept) => this.change(key, { kept }));
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
