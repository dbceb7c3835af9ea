import { defineAsyncComponent } from "vue";

export { default as AttachButton } from "./AttachButton.vue";
export { canRecord } from "./canRecord";
export { default as FileTray } from "./FileTray.vue";
export { default as LinkPreview } from "./LinkPreview.vue";
export { default as MessageFiles } from "./MessageFiles.vue";
export { said } from "./sizes";
export { useDrop } from "./useDrop";
export { useSending } from "./useSending";
export { useTray } from "./useTray";
export { default as VoiceButton } from "./VoiceButton.vue";
export type { Recording } from "./Recorder";

export const DropVeil = defineAsyncComponent(() => import("./DropVeil.vue"));
