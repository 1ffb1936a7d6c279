// A week of the roster as a file for a spreadsheet: what stands on the screen, by day and rank. Pure.
import type { Turn } from "../../api/types";
import { csvOf } from "../../row-files/csv";
import { t } from "../../texts/later";
import { RANKS } from "./ranks";

const place = ({ day, rank, from }: Turn): string => `${day} ${RANKS.indexOf(rank)} ${from}`;

export function sheetOf(turns: readonly Turn[]): string {
  const { from, until, rank, ranks, person, absent } = t.roster;
  const rows = [...turns]
    .sort((a, b) => place(a).localeCompare(place(b)))
    .map((turn) => [
      turn.day,
      turn.from,
      turn.until,
      ranks[turn.rank],
      turn.person.name,
      turn.absent ? t.planner.yes : t.planner.no,
    ]);
  return csvOf([[t.planner.columns.day, from, until, rank, person, absent], ...rows]);
}
