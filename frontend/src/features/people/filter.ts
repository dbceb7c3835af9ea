import type { Filter, Inner, Vocabulary } from "@/api/shapes";

/** One thing that a filter asks of a member. */
export type Condition = Inner["of"][number];
export type By = Condition["by"];

/** A line of the form: a condition, or that it is not so. */
export interface Row {
  id: number;
  not: boolean;
  condition: Condition;
}

let rows = 0;
export const rowOf = (condition: Condition, not = false): Row => ({ id: ++rows, not, condition });

/** A condition of a kind before anything was chosen in it. */
export function blank(by: By, known: Vocabulary): Condition {
  switch (by) {
    case "joined":
      return { by };
    case "seen":
      return { by, days: 30 };
    case "role":
      return { by, roles: ["member"] };
    case "active":
      return { by, what: known.measures[0] ?? "messages", days: 30, least: 1 };
    case "interest":
      return { by, names: known.interests.slice(0, 1) };
    case "field":
      return { by, field: known.fields[0]?.id ?? 0 };
    case "pace":
      return { by, pace: "drifting" };
  }
}

/** The kinds that this community can be asked for. */
export function kinds(known: Vocabulary): By[] {
  const some: By[] = ["role", "joined", "seen", "active", "pace"];
  if (known.interests.length) some.push("interest");
  if (known.fields.length) some.push("field");
  return some;
}

export function filterOf(join: "all" | "any", lines: readonly Row[]): Filter {
  return { join, of: lines.map(({ not, condition }) => (not ? { join: "none", of: [condition] } : condition)) };
}

/** The lines of a saved filter; null for one that this form cannot show, such as one that another program made. */
export function linesOf(filter: Filter): { join: "all" | "any"; lines: Row[] } | null {
  if (filter.join === "none") return null;
  const lines: Row[] = [];
  for (const part of filter.of ?? []) {
    if ("by" in part) lines.push(rowOf(part));
    else if (part.join === "none" && part.of.length === 1 && part.of[0]) lines.push(rowOf(part.of[0], true));
    else return null;
  }
  return { join: filter.join ?? "all", lines };
}
