export interface CapsuleAddress {
  slug: string;
  id: number;
  /** The words around the address. */
  rest: string;
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");

/** The first address of a capsule on this site in a text; addresses of other sites are none. */
export function capsuleIn(body: string, origin?: string): CapsuleAddress | null {
  // Asked of every message: most of them need not even know the page's own address.
  if (!body.includes("/capsules/")) return null;
  const found = new RegExp(`(^|\\s)(?:${escape(origin ?? location.origin)})?/c/([\\w-]+)/capsules/(\\d+)/?(?=$|[\\s.,;:!?)，。；：！？）])`, "u").exec(body);
  if (!found?.[2] || !found[3]) return null;
  const rest = body.slice(0, found.index) + found[1] + body.slice(found.index + found[0].length);
  return { slug: found[2], id: Number(found[3]), rest: rest.trim() };
}
