import type { Appeal, Sanction } from "@/api/shapes";

/** How a decision stands; a notice is only told. */
export function stateOf({ grade, holds, lifted_at }: Pick<Sanction, "grade" | "holds" | "lifted_at">): "told" | "holds" | "lifted" | "over" {
  if (lifted_at) return "lifted";
  if (grade === "notice") return "told";
  return holds ? "holds" : "over";
}

/** How an appeal stands: it waits, is late, or was answered. */
export function answerOf({ outcome, due_at }: Appeal, now: number): "waiting" | "late" | "upheld" | "lifted" {
  if (outcome) return outcome;
  return Date.parse(due_at) < now ? "late" : "waiting";
}
