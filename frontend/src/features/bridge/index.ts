import { defineAsyncComponent } from "vue";

export { default as FoldCard } from "./FoldCard.vue";
export { default as FoldedWords } from "./FoldedWords.vue";
export { default as LateReplyOffer } from "./LateReplyOffer.vue";
export { default as PromoteHint } from "./PromoteHint.vue";
export { default as SelectToggle } from "./SelectToggle.vue";
export { type Promoting, usePromotion } from "./usePromotion";
export type { Target } from "./useProposal";

// What is opened now and then comes when it is opened.
export const ConsentCard = defineAsyncComponent(() => import("./ConsentCard.vue"));
export const ProposeSheet = defineAsyncComponent(() => import("./ProposeSheet.vue"));
export const SelectionBar = defineAsyncComponent(() => import("./SelectionBar.vue"));
