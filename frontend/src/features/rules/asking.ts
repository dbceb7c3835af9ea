import { ref } from "vue";

/** Whether the sheet with the rules is open; the note over a field opens it again. */
export const asking = ref(false);

/** What still may be written: all for a while after a change, nothing before a newcomer has accepted. */
export const isOver = (due: string, now: number): boolean => Date.parse(due) <= now;

const nameOf = (slug: string): string => `oxbow.rules.later.${slug}`;
const noteOf = (me: number, due: string, now: Date): string => `${me} ${due} ${now.toDateString()}`;

/** Whoever puts the rules off is not asked again that day by themselves; another change asks anew. */
export const putOff = (slug: string, me: number, due: string, now = new Date()): void => localStorage.setItem(nameOf(slug), noteOf(me, due, now));
export const isPutOff = (slug: string, me: number, due: string, now = new Date()): boolean => localStorage.getItem(nameOf(slug)) === noteOf(me, due, now);
