// How long the bars of a small chart are. Pure; in the units of its view box.
import type { FigureTable } from "../../api/types";

export interface Lengths {
  now: number;
  before: number;
}

export const LENGTH = 200;
export const NOTHING: Lengths = { now: 0, before: 0 };

/** A bar for each row, and for the year before: the longest of all is as long as there is room. What is not shown has none. */
export function bars(table: Pick<FigureTable, "rows">): Lengths[] {
  const most = Math.max(1, ...table.rows.flatMap((row) => [row.number.count ?? 0, row.before.count ?? 0]));
  const long = (number: { count: number | null }) => ((number.count ?? 0) / most) * LENGTH;
  return table.rows.map((row) => ({ now: long(row.number), before: long(row.before) }));
}
