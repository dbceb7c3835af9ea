import type { Row } from "./rows";

export interface Stage {
  rows: Row[];
  /** Rows came or went above: the list must hold on to its end instead of its start. */
  shift: boolean;
}

const isSolid = (row: Row) => row.kind === "message" || row.kind === "fold";

/**
 * The steps from one window of rows to the next, so that what is being read does not move: the virtual list can
 * take a change above or a change below, but not both at once.
 */
export function stagesOf(before: readonly Row[], after: readonly Row[]): Stage[] {
  const placeAfter = new Map(after.map((row, index) => [row.key, index]));
  const common = before.map((row, index) => ({ row, index })).filter(({ row }) => isSolid(row) && placeAfter.has(row.key));
  const first = common[0];
  const last = common[common.length - 1];
  if (!first || !last) return [{ rows: [...after], shift: false }];

  const firstAfter = placeAfter.get(first.row.key) ?? 0;
  const lastAfter = placeAfter.get(last.row.key) ?? 0;
  const movedAbove = firstAfter !== first.index;
  const movedBelow = after.length - lastAfter !== before.length - last.index;
  if (!movedAbove) return [{ rows: [...after], shift: false }];
  if (!movedBelow) return [{ rows: [...after], shift: true }];
  return [
    { rows: [...before.slice(0, first.index), ...after.slice(firstAfter)], shift: false },
    { rows: [...after], shift: true },
  ];
}
