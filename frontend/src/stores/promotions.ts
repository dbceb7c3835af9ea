import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import { steerConversation } from "@/api/conversations";
import * as api from "@/api/promotions";
import type { NewPromotion, Promotion } from "@/api/shapes";

/** What was carried over from stream to board. The stream itself follows by its own events. */
export const usePromotions = defineStore("promotions", () => {
  const byId = shallowReactive(new Map<number, Promotion>());

  function keep(promotion: Promotion): Promotion {
    byId.set(promotion.id, promotion);
    return promotion;
  }

  const promote = async (room: number, form: NewPromotion) => keep(await api.promote(room, form));
  const refresh = async (id: number) => keep(await api.fetchPromotion(id));
  const consent = async (id: number, agree: boolean) => keep(await api.answerConsent(id, agree));
  const undo = async (id: number) => keep(await api.undoPromotion(id));
  const steer = async (conversation: number, category: number) => keep(await steerConversation(conversation, category));
  const absorb = async (id: number, messages: number[]) => keep(await api.absorbReplies(id, messages));

  return { byId, promote, refresh, consent, undo, absorb, steer };
});
