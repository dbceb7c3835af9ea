import { defineAsyncComponent } from "vue";

export { default as StickerImage } from "./StickerImage.vue";
export const StickerPanel = defineAsyncComponent(() => import("./StickerPanel.vue"));
export const StickersSheet = defineAsyncComponent(() => import("./StickersSheet.vue"));
