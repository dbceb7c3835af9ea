import type { Fold, Message } from "@/api/shapes";

export type TimelineItem =
  | { type: "message"; key: string; seq: number; message: Message }
  | { type: "fold"; key: string; seq: number; fold: Fold; messages: Message[] };

/** Rows in order, each promoted conversation folded into one card at the place of its first message. */
export function weave(messages: Message[], folds: Fold[]): TimelineItem[] {
  const standing = new Map(folds.filter((fold) => !fold.undone).map((fold) => [fold.id, fold]));
  const folded = new Map<number, Message[]>();
  const items: TimelineItem[] = [];
  for (const message of messages) {
    if (message.fold !== null && standing.has(message.fold)) {
      folded.set(message.fold, [...(folded.get(message.fold) ?? []), message]);
    } else {
      items.push({ type: "message", key: `m${message.id}`, seq: message.seq, message });
    }
  }
  for (const fold of standing.values()) {
    items.push({ type: "fold", key: `f${fold.id}`, seq: fold.seq, fold, messages: folded.get(fold.id) ?? [] });
  }
  return items.sort((a, b) => a.seq - b.seq || (a.type === "fold" ? -1 : 1));
}
