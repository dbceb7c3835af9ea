import { defineAsyncComponent } from "vue";

export { hueOf } from "./hue";
export { default as StrandMark } from "./StrandMark.vue";
export { type Strand, type Strands, useStrands } from "./useStrands";

// Of one conversation alone, which is opened now and then.
export const ConversationBar = defineAsyncComponent(() => import("./ConversationBar.vue"));
