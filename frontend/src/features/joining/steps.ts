import type { Component } from "vue";

import type { Welcome } from "@/api/shapes";

import HelloStep from "./HelloStep.vue";
import InterestsStep from "./InterestsStep.vue";
import PlacesStep from "./PlacesStep.vue";

/** What each step of the welcome looks like. */
export const STEPS: Record<Welcome["steps"][number]["name"], Component> = { interests: InterestsStep, places: PlacesStep, hello: HelloStep };
