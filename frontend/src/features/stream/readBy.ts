import type { MemberRef, Message, Reading } from "@/api/shapes";

/** The reader's last message, and those who have read as far as that. */
export interface ReadBy {
  seq: number;
  people: readonly MemberRef[];
}

export function readByOf(messages: readonly Message[], me: number | null, readings: readonly Reading[]): ReadBy | null {
  const last = messages.filter((message) => message.author.id === me && !message.removed).pop();
  const people = last ? readings.filter(({ read_seq }) => read_seq >= last.seq).map(({ member }) => member) : [];
  return last && people.length ? { seq: last.seq, people } : null;
}

/** What is known once some have read on; nobody reads backwards. */
export function movedOn(known: readonly Reading[], news: readonly Reading[]): Reading[] {
  const latest = new Map(known.map((reading) => [reading.member.id, reading]));
  for (const one of news) if (one.read_seq > (latest.get(one.member.id)?.read_seq ?? -1)) latest.set(one.member.id, one);
  return [...latest.values()];
}
