import type { Reaction } from "@/api/shapes";

export const hasReacted = (reactions: Reaction[], emoji: string, member: number) =>
  reactions.some((one) => one.emoji === emoji && one.members.includes(member));

/** The reactions as they will be once the server agrees. */
export function toggled(reactions: Reaction[], emoji: string, member: number): Reaction[] {
  const standing = reactions.find((one) => one.emoji === emoji);
  if (!standing) return [...reactions, { emoji, count: 1, members: [member] }];
  const mine = standing.members.includes(member);
  const changed: Reaction = {
    emoji,
    count: standing.count + (mine ? -1 : 1),
    members: mine ? standing.members.filter((id) => id !== member) : [...standing.members, member],
  };
  return reactions.map((one) => (one === standing ? changed : one)).filter((one) => one.count > 0);
}
