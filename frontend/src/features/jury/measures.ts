const MILDEST_FIRST = ["dismiss", "lifted", "notice", "mute_7", "silence_7", "silence_30", "ban_7", "ban_30", "ban_90", "ban", "upheld"];

/** The measures that somebody voted for, each with its votes. */
export function fromMildest(votes: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(votes).sort(([one], [other]) => MILDEST_FIRST.indexOf(one) - MILDEST_FIRST.indexOf(other));
}
