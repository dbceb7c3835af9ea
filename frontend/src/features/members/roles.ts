import type { Member } from "@/api/shapes";

type Role = Member["role"];

/** From the most trusted to the least, as on the server. */
export const RANK: readonly Role[] = ["owner", "admin", "moderator", "host", "greeter", "expert", "contributor", "member", "onlooker"];

/** The roles that one may give or take: only below one's own, and only of people who stand below; an owner may name owners. */
export function rolesBelow(mine: Role, theirs: Role): Role[] {
  const rank = RANK.indexOf(mine);
  if (mine === "owner") return [...RANK];
  return RANK.indexOf(theirs) > rank ? RANK.slice(rank + 1) : [];
}
