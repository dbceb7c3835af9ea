import { inject, type InjectionKey } from "vue";

import type { Place } from "./plain";

/** The places that may be named in texts on this page; where nobody says any, none are linked. */
export const placesKey: InjectionKey<() => readonly Place[]> = Symbol("places");

export const usePlaces = (): (() => readonly Place[]) => inject(placesKey, () => () => [], true);
