import type { Citing } from "@/api/shapes";

export const LONGEST_REASON = 300;
/** By which article, and why, as it is chosen. */
export type Cited = Required<Citing>;
export const noCiting = (): Cited => ({ article: "", reason: "" });

/** Whether somebody said by which article, or why. */
export const isCited = ({ article, reason }: Cited): boolean => article !== "" || reason.trim() !== "";
