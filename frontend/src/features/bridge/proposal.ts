import type { Message, Proposal } from "@/api/shapes";

/** A proposed conversation while it is looked over: what is in it, and how sure the proposal was of each message. */
export interface Pick {
  message: Message;
  ticked: boolean;
  sure: boolean;
}

export function picksOf(proposal: Proposal): Pick[] {
  const unsure = new Set(proposal.unsure);
  const ticked = new Set(proposal.ticked);
  return proposal.messages.map((message) => ({ message, ticked: ticked.has(message.id), sure: !unsure.has(message.id) }));
}

export const flip = (picks: readonly Pick[], id: number): Pick[] =>
  picks.map((pick) => (pick.message.id === id ? { ...pick, ticked: !pick.ticked } : pick));

export const chosen = (picks: readonly Pick[]): number[] => picks.filter((pick) => pick.ticked).map((pick) => pick.message.id);

export const unsure = (picks: readonly Pick[]): number => picks.filter((pick) => !pick.sure).length;
