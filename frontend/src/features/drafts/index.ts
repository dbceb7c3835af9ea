import { defineAsyncComponent } from "vue";

export { useDraft } from "./useDraft";

// Few people write the same words on two devices.
export const DraftConflict = defineAsyncComponent(() => import("./DraftConflict.vue"));
