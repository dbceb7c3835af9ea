import type { CallableRole } from "@/api/shapes";
import { best, type ReadsLike } from "@/features/keyboard/rank";

import type { Option } from "./Completion";

type Role = CallableRole["role"];

export interface RolesOf {
  /** The roles that the reader may call where they write, with how many people each calls. */
  callable: () => Promise<readonly CallableRole[]>;
  /** What a role is called in a text, in the reader's language; the server knows it in every one. */
  word: (role: Role) => string;
  people: (count: number) => string;
}

/** Roles by their word, or by their English name whatever the language; where they cannot be fetched none is offered. */
export async function rolesFor(query: string, of: RolesOf, readsLike: ReadsLike): Promise<Option[]> {
  const found = await of.callable().catch(() => []);
  const named = found.map(({ role, count }) => ({ id: role as string, name: of.word(role), count }));
  const byWord = best(named, query, readsLike, named.length);
  const inEnglish = named.filter(({ id }) => query && id.startsWith(query.toLowerCase()));
  return [...new Set([...byWord, ...inEnglish])].map(({ id, name, count }) => ({
    key: `role:${id}`,
    name,
    text: `@${name} `,
    note: of.people(count),
    sign: { icon: "shield" as const },
  }));
}
