import { http, type List } from "./http";
import type { Hit } from "./shapes";

export const search = (slug: string, q: string, after?: string | null) =>
  http.get<List<Hit>>(`communities/${encodeURIComponent(slug)}/search/`, { q, after });
