/** Milliseconds in which the event of what one has just done comes by itself: its answer is mostly faster. */
export const OWN_EVENT = 300;
