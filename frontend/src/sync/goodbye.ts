import type { Why } from "@/api/frames";

/** The server goes, restarts, or sends a slow reader away: it is there, or will be in a moment. */
export const GOODBYES: readonly number[] = [1001, 1012, 4008];
const REASONS: readonly string[] = ["slow", "silent"] satisfies Why[];

/** Why a connection that was open is none any more; without a reason of its own the server restarts. */
export function whyClosed(code: number, reason = ""): Why {
  if (!GOODBYES.includes(code)) return "lost";
  return REASONS.includes(reason) ? (reason as Why) : "restart";
}
