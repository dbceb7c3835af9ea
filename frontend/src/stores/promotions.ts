import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import { steerConversation } from "@/api/conversations";
import * as api from "@/api/promotions";
import type { NewPromotion, Promotion } from "@/api/shapes";
import { UnderWay } from "@/sync/UnderWay";

/** What was carried over from stream to board. The stream itself follows by its own events. */
export const usePromotions = defineStore("promotions", () => {
  const byId = shallowReactive(new Map<number, Promotion>());
  const underWay = new UnderWay<Promotion>((promotion) => promotion.id);

  function keep(promotion: Promotion): Promotion {
    byId.set(promotion.id, promotion);
    return promotion;
  }

  /** What came of a change counts, also for whoever had asked before. */
  function settle(changed: Promotion): Promotion {
    underWay.tell(changed.id, () => changed);
    return keep(changed);
  }

  async function refresh(id: number): Promise<Promotion> {
    const [found] = await underWay.upToDate(api.fetchPromotion(id).then((one) => [one]));
    return keep(found!);
  }

  const promote = async (room: number, form: NewPromotion) => keep(await api.promote(room, form));
  const consent = async (id: number, agree: boolean) => settle(await api.answerConsent(id, agree));
  const undo = async (id: number) => settle(await api.undoPromotion(id));
  const steer = async (conversation: number, category: number) => keep(await steerConversation(conversation, category));
  const absorb = async (id: number, messages: number[]) => settle(await api.absorbReplies(id, messages));

  return { byId, promote, refresh, consent, undo, absorb, steer };
});
