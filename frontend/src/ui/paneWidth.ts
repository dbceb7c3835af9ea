export interface PaneRange {
  least: number;
  most: number;
  /** On which side of the handle the pane stands. */
  side: "before" | "after";
}

const STEP = 16;

const within = (width: number, { least, most }: PaneRange) => Math.round(Math.min(most, Math.max(least, width)));

/** The width of a pane whose handle was pushed `by` pixels to the right. */
export const pushed = (width: number, by: number, range: PaneRange) => within(range.side === "before" ? width + by : width - by, range);

/** The width that a key asks for; null for keys that mean nothing here. */
export function keyed(width: number, key: string, range: PaneRange): number | null {
  if (key === "ArrowLeft") return pushed(width, -STEP, range);
  if (key === "ArrowRight") return pushed(width, STEP, range);
  if (key === "Home") return range.least;
  if (key === "End") return range.most;
  return null;
}
