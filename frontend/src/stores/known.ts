/** Tells the other tabs who is signed in here. */
export const WHO = "oxbow.user";

/** Whether somebody was signed in here before, whose copies may still be there. */
export const isKnownHere = (): boolean => localStorage.getItem(WHO) !== null;

const SIGNED_OUT = "oxbow.signed-out";

/** What the server said last: whether somebody is signed in. Of whom nothing is kept, this is not either. */
export function noteSession(isSignedIn: boolean): void {
  if (isSignedIn || !isKnownHere()) localStorage.removeItem(SIGNED_OUT);
  else localStorage.setItem(SIGNED_OUT, "1");
}

/** Whether a socket is most likely let in: a stranger's is refused. */
export const isSignedInHere = (): boolean => isKnownHere() && localStorage.getItem(SIGNED_OUT) === null;
