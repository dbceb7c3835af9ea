import { shallowRef } from "vue";

import type { File as Kept } from "@/api/shapes";

export interface Shown {
  images: readonly Kept[];
  at: number;
}

/** What the gallery shows; nothing while it is closed. One for the whole page. */
export const gallery = shallowRef<Shown | null>(null);

export function openGallery(images: readonly Kept[], at: number): void {
  gallery.value = { images, at };
}
