export { default as ConversationBar } from "./ConversationBar.vue";
export { hueOf } from "./hue";
export { useConversation } from "./useConversation";
export { type Strand, type Strands, useStrands } from "./useStrands";
