import { defineAsyncComponent } from "vue";

// Few people write the same words on two devices.
export const DraftConflict = defineAsyncComponent(() => import("./DraftConflict.vue"));
