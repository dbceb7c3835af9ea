import type { Hit } from "@/api/shapes";

/** Where a hit leads, and what is to be marked there. */
export function addressOf(hit: Hit, slug: string) {
  const find = [...new Set(hit.pieces.filter((piece) => piece.hit).map((piece) => piece.text.trim().toLowerCase()))];
  const query = { find };
  if (hit.kind === "message") return { name: "message", params: { slug, room: hit.room ?? 0, message: hit.id }, query };
  if (hit.kind === "post") return { name: "post", params: { slug, thread: hit.thread ?? 0, seq: hit.seq ?? 1 }, query };
  return { name: "thread", params: { slug, thread: hit.thread ?? 0 }, query };
}
