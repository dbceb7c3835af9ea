import type { File as Kept } from "@/api/shapes";

/** Pictures alone need no frame. */
export const arePictures = ({ body, files }: { body: string; files: readonly Kept[] }): boolean =>
  !body && files.length > 0 && files.every(({ kind }) => kind === "image" || kind === "sticker");
