/** As many as are kept of a voice note, and how loud each can be. */
const MOST = 64;
const LOUDEST = 31;

/** How loud a recording is from its beginning to its end, as bars: the loudest moment of each stretch, the loudest of all at the top. */
export function peaksOf(levels: readonly number[], most = MOST): number[] {
  const count = Math.min(most, levels.length);
  const loudest = Math.max(...levels, 0.05);
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * levels.length) / count);
    const upto = Math.max(from + 1, Math.floor(((at + 1) * levels.length) / count));
    return Math.round((Math.max(...levels.slice(from, upto)) / loudest) * LOUDEST);
  });
}
