import { useMediaQuery } from "@vueuse/core";

/** One pane on a phone, two from 700 px, three from 1024 px. */
export function useScreen() {
  return { isPhone: useMediaQuery("(max-width: 699px)"), isWide: useMediaQuery("(min-width: 1024px)"), isTouch: useMediaQuery("(pointer: coarse)") };
}
