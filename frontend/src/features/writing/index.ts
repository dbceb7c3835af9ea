import { defineAsyncComponent } from "vue";

/** Comes with the first list. */
export const OptionList = defineAsyncComponent(() => import("./OptionList.vue"));
export { useWriting } from "./useWriting";
export type { Option, Source } from "./Completion";
