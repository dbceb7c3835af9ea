import type { TrialDraw } from "@/api/shapes";

const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (text: string) => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

export interface Check {
  /** Whether seed and list are those that were committed to. */
  fits: boolean;
  /** Somebody's place in the drawn order, from 1; null for who could not be drawn. */
  place: number | null;
}

/** Reckons a draw anew, by the formula in docs/moderation.md. */
export async function checkDraw({ seed, pool, commitment }: Pick<TrialDraw, "seed" | "pool" | "commitment">, member: number): Promise<Check> {
  const ids = [...pool].sort((one, other) => one - other);
  const fits = (await sha256(`${seed}:${ids.join(",")}`)) === commitment;
  const keyed = await Promise.all(ids.map(async (id) => [await sha256(`${seed}:${id}`), id] as const));
  const order = keyed.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, id]) => id);
  return { fits, place: order.indexOf(member) + 1 || null };
}
