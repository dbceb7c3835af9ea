import { fetchPublicity, setPublicity } from "@/api/rules";
import type { Publicity } from "@/api/shapes";
import { useSaved } from "@/features/useSaved";

/** How much a community tells its members of its own order, for those who lead. */
export const usePublicity = (slug: string) =>
  useSaved<Publicity>(
    () => fetchPublicity(slug),
    (changes) => setPublicity(slug, changes),
  );
