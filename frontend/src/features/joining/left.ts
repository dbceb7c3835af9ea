/** How long is left, as "51:04:05": hours go on counting beyond a day, so that no word is needed. */
export function left(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60), seconds % 60];
  return parts.map((value) => String(value).padStart(2, "0")).join(":");
}
