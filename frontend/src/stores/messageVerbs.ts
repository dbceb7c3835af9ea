import * as api from "@/api/messages";
import type { Citing, Message } from "@/api/shapes";
import type { RoomLog } from "@/sync/RoomLog";

import type { itemFaults } from "./faults";
import { hasReacted, toggled } from "./reactions";

interface Ports {
  logOf(message: Message): RoomLog | undefined;
  me(): number;
  attempt: ReturnType<typeof itemFaults>["attempt"];
}

/** What members do to messages: seen at once, taken back and explained on the message when it is refused. */
export function messageVerbs({ logOf, me, attempt }: Ports) {
  async function settle(message: Message, change: Partial<Message>, act: () => Promise<Message>): Promise<void> {
    const undo = logOf(message)?.patch(message.id, change) ?? (() => {});
    const changed = await attempt(message.id, undo, act);
    if (changed) logOf(message)?.receive(changed);
  }

  return {
    react(message: Message, emoji: string): Promise<void> {
      const act = hasReacted(message.reactions, emoji, me()) ? api.removeReaction : api.addReaction;
      return settle(message, { reactions: toggled(message.reactions, emoji, me()) }, () => act(message.id, emoji));
    },
    edit: (message: Message, body: string) =>
      settle(message, { body, edited_at: new Date().toISOString() }, () => api.editMessage(message.id, body)),
    recall: (message: Message) => settle(message, { removed: "recalled", body: "" }, () => api.recallMessage(message.id)),
    remove: (message: Message) => settle(message, { removed: "deleted", body: "" }, () => api.deleteMessage(message.id)),
    dropPreview: (message: Message) => settle(message, { preview: null }, () => api.dropPreview(message.id)),
    pin: (message: Message, on: boolean) =>
      settle(message, { pinned: on }, () => (on ? api.pinMessage : api.unpinMessage)(message.id)),
    hide: (message: Message, citing: Citing) => settle(message, {}, () => api.hideMessage(message.id, citing)),
    restore: (message: Message) => settle(message, {}, () => api.restoreMessage(message.id)),
  };
}
