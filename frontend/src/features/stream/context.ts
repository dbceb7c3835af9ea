import type { ComputedRef, InjectionKey, Ref } from "vue";
import { inject } from "vue";

import type { Message } from "@/api/shapes";
import type { Promoting } from "@/features/bridge";
import type { Strands } from "@/features/conversations";

import type { ActionId } from "./actions";
import type { ReadBy } from "./readBy";

/** What every row of one stream shares; rows get only what is their own as props. */
export interface StreamContext {
  room: ComputedRef<number>;
  me: ComputedRef<number | null>;
  /** The place that has or last had the focus. */
  at: Ref<number | null>;
  can: ComputedRef<readonly string[]>;
  /** For how many minutes an author takes a message back here. */
  recall: ComputedRef<number>;
  /** Names that may be marked in a text. */
  names: ComputedRef<readonly string[]>;
  /** Which conversation each message belongs to, where that is shown. */
  strands: Strands;
  /** What is being chosen to be carried to the board. */
  promotion: Promoting;
  /** Who has read the last own message. */
  readBy: ComputedRef<ReadBy | null>;
  act: (action: ActionId, message: Message) => void;
  react: (message: Message, emoji: string) => void;
  jump: (seq: number) => void;
  openThread: (thread: number) => void;
  /** Asks for another day to go to, from this one. */
  askDay: (at: string) => void;
  openMenu: (message: Message) => void;
}

export const streamKey: InjectionKey<StreamContext> = Symbol("stream");

export function useStream(): StreamContext {
  const context = inject(streamKey);
  if (!context) throw new Error("This component belongs inside a StreamView.");
  return context;
}
