const GOLDEN_ANGLE = 137.508;

/** The colour of a conversation: the same everywhere and for ever, and far from those of its neighbours in time. */
export const hueOf = (conversation: number): number => Math.round((conversation * GOLDEN_ANGLE) % 360);
