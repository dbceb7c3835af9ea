/** Where a place is, such as "room:5" of a community; a tribe has an address of its own. Nothing for what is no place. */
export function addressOf(slug: string, place: string, tribe: string): string | null {
  const found = /^(room|category|tribe):(\d+)$/.exec(place);
  if (!found) return null;
  const [, kind, id] = found;
  if (kind === "room") return `/c/${slug}/r/${id}`;
  return kind === "category" ? `/c/${slug}/t?category=${id}` : `/c/${tribe}`;
}
