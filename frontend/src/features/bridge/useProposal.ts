import { computed, onMounted, shallowRef } from "vue";

import { fetchConversationMessages, fetchProposal } from "@/api/conversations";
import { type ApiError, ApiError as Refusal, asApiError } from "@/api/http";
import type { Proposal } from "@/api/shapes";

import { chosen, flip, picksOf, type Pick } from "./proposal";
import { isSelectable } from "./selection";

/** Where the conversation is taken from: one of its messages, or itself. */
export type Target = { message: number } | { conversation: number };

async function anchorOf(target: Target): Promise<number> {
  if ("message" in target) return target.message;
  const { results } = await fetchConversationMessages(target.conversation);
  const first = results.find(isSelectable);
  if (!first) throw new Refusal("promotion.empty");
  return first.id;
}

/** Fetches the proposal once, and keeps what is added to it or dropped. */
export function useProposal(target: Target) {
  const proposal = shallowRef<Proposal | null>(null);
  const picks = shallowRef<Pick[]>([]);
  const error = shallowRef<ApiError | null>(null);

  async function load(): Promise<void> {
    error.value = null;
    try {
      const found = await fetchProposal(await anchorOf(target));
      picks.value = picksOf(found);
      proposal.value = found;
    } catch (reason) {
      error.value = asApiError(reason);
    }
  }
  onMounted(load);

  return {
    proposal,
    picks,
    error,
    load,
    messages: computed(() => chosen(picks.value)),
    toggle: (id: number) => (picks.value = flip(picks.value, id)),
  };
}
