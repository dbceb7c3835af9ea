import type { Message } from "@/api/shapes";

/** How far a room has let go of what was said: up to this place nothing stands but what is spared. */
export interface Gone {
  gone_seq: number;
  /** The number under which the last of it went; a higher one says that more did, perhaps below the same place. */
  gone_rev: number;
}

export const NOTHING_GONE: Gone = { gone_seq: 0, gone_rev: 0 };

/** The later of two accounts of one room. Copies of an earlier build say nothing of it. */
export function laterGone(held: Gone, heard: Partial<Gone> | null): Gone {
  const { gone_seq = 0, gone_rev = 0 } = heard ?? {};
  return gone_rev > held.gone_rev ? { gone_seq, gone_rev } : held;
}

/**
 * Rows that were read before a room let go of more. What of them is spared cannot be told from what is gone: all of them
 * are left out, and what is spared comes with the next page.
 */
export function stillThere(messages: Message[], read: Partial<Gone> | null, now: Gone): Message[] {
  return (read?.gone_rev ?? 0) < now.gone_rev ? messages.filter((row) => row.seq > now.gone_seq) : messages;
}
