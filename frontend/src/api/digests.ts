import { http } from "./http";
import type { Digest, DigestKind, EditWishes, Wishes } from "./shapes";

export const fetchWishes = () => http.get<Wishes>("me/digests/");
export const updateWishes = (changes: EditWishes) => http.patch<Wishes>("me/digests/", changes);

/** What the next one would tell; with a day, the one of that day as far as it is still unread. */
export const fetchDigest = (slug: string, kind: DigestKind, day: string | null) =>
  http.get<Digest>(`communities/${encodeURIComponent(slug)}/digests/preview/`, { kind, day });
