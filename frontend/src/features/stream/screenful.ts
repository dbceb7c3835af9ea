const FEWEST = 8;
/** Rows that fill any screen. */
export const MOST = 30;
/** What comes may be shorter than what stands there, and a thumb that pushes upwards must find something to push. */
const SPARE = 1.5;

/** How many rows fill a screen of some height, judged by the sizes of those that stand there. */
export function screenful(sizes: readonly number[], height: number): number {
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  if (!whole || !height) return MOST;
  return Math.max(FEWEST, Math.min(MOST, Math.ceil((SPARE * height * sizes.length) / whole)));
}
