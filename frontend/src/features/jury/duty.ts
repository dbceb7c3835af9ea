import type { Duty, Accusation, Trial } from "@/api/shapes";

/** How one's part in a trial stands. */
export function partOf({ trial, seat }: Pick<Duty, "trial" | "seat">): "called" | "judging" | "voted" | "released" | "over" {
  if (seat.released) return "released";
  if (trial.state !== "hearing") return "over";
  if (!seat.accepted_at) return "called";
  return seat.voted_at ? "voted" : "judging";
}

/** Whether the jury still waits for what whom it is about has to say. */
export function isUnheard({ state, answer_by: until, opened_at: since }: Pick<Trial, "state" | "answer_by" | "opened_at">, now: number): boolean {
  return state === "hearing" && until !== null && since === null && Date.parse(until) > now;
}

/** How a trial about the reader stands for them. */
export function hearingState({ trial, can_answer: open }: Pick<Accusation, "trial" | "can_answer">): "waits" | "votes" | "decided" | "returned" | "withdrawn" {
  if (trial.state !== "hearing") return trial.state;
  return open ? "waits" : "votes";
}
