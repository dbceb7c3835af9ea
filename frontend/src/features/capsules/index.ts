export { capsuleIn } from "./address";
export { default as CapsuleCard } from "./CapsuleCard.vue";
export { default as CapsuleSheet } from "./CapsuleSheet.vue";
export { default as ModelSwitch } from "./ModelSwitch.vue";
