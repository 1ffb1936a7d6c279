// Where the bars of a small chart stand. Pure; all in the units of its view box.
import type { FigureTable } from "../../api/types";

export interface Bar {
  id: string;
  now: { at: number; length: number };
  before: { at: number; length: number };
  /** What is said in place of a bar that may not be seen. */
  said: string | null;
}

export const LENGTH = 200;
export const STEP = 14;
const THICK = 7;
export const NOW = THICK;
export const BEFORE = 3;

const countOf = (number: { count: number | null }): number => number.count ?? 0;

/** One bar for each row, with that of the year before below it: the longest of all is as long as there is room. */
export function bars(table: Pick<FigureTable, "rows">): Bar[] {
  const most = Math.max(1, ...table.rows.flatMap((row) => [countOf(row.number), countOf(row.before)]));
  return table.rows.map((row, place) => ({
    id: row.id,
    now: { at: place * STEP, length: (countOf(row.number) / most) * LENGTH },
    before: { at: place * STEP + THICK + 1, length: (countOf(row.before) / most) * LENGTH },
    said: row.number.withheld ? row.number.shown : null,
  }));
}
