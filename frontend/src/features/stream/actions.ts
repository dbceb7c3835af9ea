import type { Message } from "@/api/shapes";
import type { MenuItem } from "@/ui/Menu.vue";

export const QUICK_REACTIONS = ["👍", "❤️", "😂", "🎉", "🙏", "👀"] as const;

export type ActionId = "reply" | "conversation" | "only" | "edit" | "copy" | "link" | "save" | "letGo" | "pin" | "unpin" | "promote" | "recall" | "delete" | "hide" | "restore" | "report";
type Item = MenuItem & { id: ActionId };

export interface Reader {
  me: number | null;
  can: readonly string[];
  /** For how many minutes an author takes a message back here. */
  recall: number;
  now: number;
  /** Whether they saved it. */
  saved: boolean;
}

/** What a reader may do with a message, in the order of the menu; labels are keys. */
export function actionsFor(message: Message, { me, can, recall, now, saved }: Reader): Item[] {
  if (message.removed === "hidden" && can.includes("message.hide")) return [{ id: "restore", label: "stream.restore", icon: "eye" }];
  if (message.removed !== null || message.kind !== "text") return [];
  const mine = message.author.id === me;
  const fresh = now - new Date(message.created_at).getTime() < recall * 60_000;
  const offered: [boolean, Item][] = [
    [can.includes("room.post"), { id: "reply", label: "stream.reply", icon: "reply" }],
    [can.includes("promotion.create") && message.fold === null, { id: "conversation", label: "bridge.conversation", icon: "strand", testid: "promote-conversation" }],
    [can.includes("promotion.create"), { id: "promote", label: "stream.promote", icon: "promote" }],
    [message.fold === null, { id: "only", label: "talk.onlyThis", icon: "filter" }],
    [true, { id: "copy", label: "stream.copyText", icon: "copy" }],
    [true, { id: "link", label: "stream.copyLink", icon: "link" }],
    [!saved, { id: "save", label: "saved.save", icon: "bookmark" }],
    [saved, { id: "letGo", label: "saved.letGo", icon: "bookmark" }],
    [can.includes("room.pin") && !message.pinned, { id: "pin", label: "stream.pin", icon: "pin" }],
    [can.includes("room.pin") && message.pinned, { id: "unpin", label: "stream.unpin", icon: "pin" }],
    [mine && message.files.every(({ kind }) => kind !== "sticker"), { id: "edit", label: "stream.edit", icon: "edit", apart: true }],
    [mine && fresh, { id: "recall", label: "stream.recall", icon: "undo", danger: true }],
    [mine && !fresh, { id: "delete", label: "stream.delete", icon: "trash", danger: true }],
    [!mine && can.includes("report.create"), { id: "report", label: "report.report", icon: "flag", apart: true }],
    [!mine && can.includes("message.hide"), { id: "hide", label: "stream.hide", icon: "shield", danger: true }],
  ];
  return offered.filter(([allowed]) => allowed).map(([, item]) => item);
}
