/** Tells the other tabs who is signed in here. */
export const WHO = "oxbow.user";

/** Whether somebody was signed in here before, whose copies may still be there. */
export const isKnownHere = (): boolean => localStorage.getItem(WHO) !== null;
