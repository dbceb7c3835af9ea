import type { Message } from "@/api/shapes";
import { keyOf, useSavedThings } from "@/stores/savedThings";
import type { Shortcut } from "@/ui/Shortcuts";
import { useShortcuts } from "@/ui/useShortcuts";

import { type ActionId, actionsFor } from "./actions";
import { useStream } from "./context";

interface Stream {
  scroller: () => HTMLElement | null;
  /** The message that has the focus. */
  message: () => Message | null;
  step: (by: 1 | -1) => void;
  holds: () => boolean;
}

/** The keys of the stream: through the messages, and what may be done with the one at hand. */
export function useStreamKeys({ scroller, message, step, holds }: Stream): void {
  const stream = useStream();
  const { promotion } = stream;
  const saved = useSavedThings();
  const key = (keys: string, label: string, run: () => void, when?: () => boolean): Shortcut => ({ keys, label, group: "stream", run, when, within: scroller });

  const withMessage = (run: (one: Message) => void) => () => {
    const one = message();
    if (one) run(one);
  };
  const isSaved = (one: Message) => saved.keys.has(keyOf("message", one.id));
  const reader = (one: Message) => ({ me: stream.me.value, can: stream.can.value, recall: stream.recall.value, now: Date.now(), saved: isSaved(one) });
  const may = (id: ActionId, one: Message | null) => one !== null && actionsFor(one, reader(one)).some((item) => item.id === id);
  const verb = (keys: string, id: ActionId, label: string, when = () => true) => key(keys, label, withMessage((one) => stream.act(id, one)), () => when() && may(id, message()));
  const hasMessage = () => message() !== null;

  useShortcuts(
    key("j", "keys.next", () => step(1)),
    key("k", "keys.previous", () => step(-1)),
    key("ArrowDown", "keys.next", () => step(1), holds),
    key("ArrowUp", "keys.previous", () => step(-1), holds),
    verb("r", "reply", "stream.reply"),
    verb("p", "conversation", "bridge.conversation", () => !promotion.selecting.value),
    key("x", "keys.select", withMessage(promotion.toggle), () => may("promote", message())),
    verb("e", "edit", "stream.edit"),
    // Whether it was saved is known once the list is there: another answer would be the opposite of what was wanted.
    key("s", "saved.save", withMessage((one) => void saved.learn().then(() => stream.act(isSaved(one) ? "letGo" : "save", one))), () => may("save", message()) || may("letGo", message())),
    key("+", "stream.react", withMessage(stream.openMenu), () => hasMessage() && stream.can.value.includes("reaction.add")),
    key("Enter", "keys.menu", withMessage(stream.openMenu), () => holds() && hasMessage()),
  );
}
