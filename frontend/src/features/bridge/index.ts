export { default as ConsentCard } from "./ConsentCard.vue";
export { default as FoldCard } from "./FoldCard.vue";
export { default as LateReplyOffer } from "./LateReplyOffer.vue";
export { default as PromoteHint } from "./PromoteHint.vue";
export { default as SelectionBar } from "./SelectionBar.vue";
export { default as SelectToggle } from "./SelectToggle.vue";
export { usePromotion } from "./usePromotion";
