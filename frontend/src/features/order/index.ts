import { defineAsyncComponent } from "vue";

// What few people need comes when it is needed, or once the page stands.
export const HushNote = defineAsyncComponent(() => import("./HushNote.vue"));
export const HideDialog = defineAsyncComponent(() => import("./HideDialog.vue"));
export const SanctionSheet = defineAsyncComponent(() => import("./SanctionSheet.vue"));
export const InForce = defineAsyncComponent(() => import("./InForce.vue"));
export const ReportSheet = defineAsyncComponent(() => import("./ReportSheet.vue"));
export { useConcern } from "./useConcern";
export type { Reported } from "./reported";
