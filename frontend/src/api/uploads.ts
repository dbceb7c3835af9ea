import { exchange, withFileKey } from "./http";
import type { File as Kept } from "./shapes";

/** Where a file has got to, on the server. */
export interface Announced {
  address: string;
  offset: number;
}

export interface Announcement {
  name: string;
  kind: Kept["kind"];
  /** Of a voice note. */
  seconds?: number;
  peaks?: readonly number[];
}

const TUS = { "Tus-Resumable": "1.0.0" };
const PART = "application/offset+octet-stream";
/** Bytes that the server takes at once. */
const PART_SIZE = 1024 * 1024;
/** A part may be slow to go; a large image is drawn anew before the last one is answered. */
const PATIENCE = 90_000;

function encoded(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

export function metadata({ name, kind, seconds, peaks }: Announcement): string {
  const told: Record<string, string> = { name, kind };
  if (seconds !== undefined) told.seconds = seconds.toFixed(1);
  if (peaks) told.peaks = peaks.join(" ");
  return Object.entries(told)
    .filter(([, value]) => value)
    .map(([key, value]) => `${key} ${encoded(value)}`)
    .join(",");
}

export async function announceUpload(slug: string, size: number, told: Announcement): Promise<string> {
  const headers = { ...TUS, "Upload-Length": String(size), "Upload-Metadata": metadata(told) };
  const answer = await exchange("POST", `communities/${slug}/uploads/`, { headers });
  return (answer.headers.get("Location") ?? "").replace(/^.*\/api\/v1\//, "");
}

export async function uploadOffset(address: string): Promise<number> {
  const answer = await exchange("HEAD", address, { headers: TUS });
  return Number(answer.headers.get("Upload-Offset"));
}

export async function sendPart(address: string, offset: number, part: Blob, signal: AbortSignal): Promise<number> {
  const headers = { ...TUS, "Content-Type": PART, "Upload-Offset": String(offset) };
  const answer = await exchange("PATCH", address, { headers, body: part, signal, patience: PATIENCE });
  return Number(answer.headers.get("Upload-Offset"));
}

export async function fetchUploaded(address: string): Promise<Kept> {
  return (await (await exchange("GET", address)).json()) as Kept;
}

/** A small file in one go, for where nobody waits for it to go on after a reload. */
export async function bring(slug: string, bytes: Blob, told: Announcement): Promise<Kept> {
  const address = await announceUpload(slug, bytes.size, told);
  const { signal } = new AbortController();
  for (let at = 0; at < bytes.size; ) at = await sendPart(address, at, bytes.slice(at, at + PART_SIZE), signal);
  return fetchUploaded(address);
}

export async function dropUpload(address: string): Promise<void> {
  await exchange("DELETE", address, { headers: TUS });
}

export const fileUrl = (id: number) => withFileKey(`/api/v1/files/${id}/`);
export const thumbUrl = (id: number, width: 320 | 1280) => withFileKey(`/api/v1/files/${id}/thumb/${width}/`);
