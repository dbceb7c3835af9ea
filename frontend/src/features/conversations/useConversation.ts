import { onScopeDispose, ref, shallowRef, watch } from "vue";

import { fetchConversation, fetchConversationMessages, followConversation } from "@/api/conversations";
import { type ApiError, asApiError } from "@/api/http";
import type { Conversation } from "@/api/shapes";
import { useConnection } from "@/stores/connection";
import { ConversationLog } from "@/sync/ConversationLog";

/** The room's links are found a moment after the words. */
const SETTLES = 2_500;

interface Start {
  /** Only what stands behind this place. */
  after?: () => number | null;
  /** Somebody holds it already: then only its messages are fetched. */
  known?: Conversation | null;
}

/** One conversation on the screen: what it is, its messages, and what is added to it while somebody looks. */
export function useConversation(id: () => number, { after = () => null, known = null }: Start = {}) {
  const connection = useConnection();
  const conversation = shallowRef(known);
  const followed = ref(false);
  const error = shallowRef<ApiError | null>(null);
  const log = new ConversationLog(
    (from) => fetchConversationMessages(id(), from),
    (snapshot) => (view.value = snapshot),
  );
  const view = shallowRef(log.snapshot);
  let looking: ReturnType<typeof setTimeout> | undefined;

  async function attempt(act: () => Promise<unknown>): Promise<void> {
    error.value = null;
    try {
      await act();
    } catch (reason) {
      error.value = asApiError(reason);
    }
  }

  const name = async () => (conversation.value = await fetchConversation(id()));
  const load = () => attempt(() => Promise.all([log.show(after()), known ?? name()]));
  const more = () => attempt(() => log.more());
  const fromStart = () => attempt(() => log.show(null));

  async function follow(): Promise<void> {
    const before = followed.value;
    followed.value = !before;
    await attempt(async () => (followed.value = (await followConversation(id(), !before)).followed));
    if (error.value) followed.value = before;
  }

  const letGo = connection.on("room.changed", (event) => {
    if (event.room !== conversation.value?.room) return;
    log.apply(event.messages);
    clearTimeout(looking);
    looking = setTimeout(() => void log.lookOn().catch(() => {}), SETTLES);
  });
  onScopeDispose(() => {
    letGo();
    clearTimeout(looking);
  });
  watch(id, load, { immediate: true });

  return { conversation, view, followed, error, load, more, fromStart, follow };
}

export type OpenConversation = ReturnType<typeof useConversation>;
