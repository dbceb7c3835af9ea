/** What somebody wants moderators to look at. */
export interface Reported {
  /** Its kind and id, such as `message:812`. */
  object: string;
  author: string;
  words: string;
  room?: number;
  thread?: number;
  /** Two people talk there: moderators see nothing that came later. */
  direct?: boolean;
}

export const REASONS = ["danger", "rude", "spam", "private", "off_topic", "other"] as const;
export type Reason = (typeof REASONS)[number];
export const LONGEST_NOTE = 500;

/** What stands around it for moderators. */
export function seenAround({ object, direct }: Reported): "message" | "direct" | "post" | "thread" | "member" {
  if (direct) return "direct";
  return object.split(":")[0] as "message" | "post" | "thread" | "member";
}
