import { defineAsyncComponent } from "vue";

export { capsuleIn } from "./address";

// Few messages lead to one, and few people write one.
export const CapsuleCard = defineAsyncComponent(() => import("./CapsuleCard.vue"));
export const CapsuleSheet = defineAsyncComponent(() => import("./CapsuleSheet.vue"));
export const ModelSwitch = defineAsyncComponent(() => import("./ModelSwitch.vue"));
