// What is planned as a file for a spreadsheet: what stands on the screen, in the order of the day. Pure.
import type { Visit } from "../../api/types";
import { csvOf } from "../../row-files/csv";
import { t } from "../../texts/later";
import { clockTime, isoDay } from "../../time/format";
import { isReady } from "../../visits/days";

export function sheetOf(visits: Visit[]): string {
  const { columns, yes, no } = t.planner;
  const rows = [...visits]
    .sort((a, b) => Date.parse(a.plannedStart) - Date.parse(b.plannedStart))
    .map((visit) => [
      isoDay(visit.plannedStart),
      clockTime(visit.plannedStart),
      clockTime(visit.expectedEnd),
      visit.worker.name,
      visit.team.name,
      visit.address.line,
      t.list(visit.companions.map(({ name }) => name)),
      isReady(visit) ? yes : no,
    ]);
  const head = [
    columns.day,
    columns.start,
    columns.end,
    columns.worker,
    columns.team,
    columns.address,
    columns.along,
    columns.ready,
  ];
  return csvOf([head, ...rows]);
}
