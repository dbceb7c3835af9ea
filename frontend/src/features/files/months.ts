import type { CarriedFile } from "@/api/shapes";

export interface Month {
  key: string;
  at: string;
  rows: CarriedFile[];
}

/** Files month by month, in the order in which they stand. */
export function byMonth(rows: readonly CarriedFile[]): Month[] {
  const months: Month[] = [];
  for (const row of rows) {
    const at = new Date(row.created_at);
    const key = `${at.getFullYear()}-${at.getMonth()}`;
    if (months.at(-1)?.key === key) months.at(-1)!.rows.push(row);
    else months.push({ key, at: row.created_at, rows: [row] });
  }
  return months;
}
