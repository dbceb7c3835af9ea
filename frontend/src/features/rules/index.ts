import { defineAsyncComponent } from "vue";

// Only for whoever is asked to accept the rules.
export const RulesNote = defineAsyncComponent(() => import("./RulesNote.vue"));
