// The plan as a desk reads it: by day, and within a day by worker. Pure.
import type { Visit } from "../api/types";
import { dayAfter, isoDay } from "../time/format";

const DAY = 86_400_000;

export const DAYS = ["today", "tomorrow", "later"] as const;
export type When = (typeof DAYS)[number];

export const whenOf = (visit: Visit, now: number): When => {
  if (visit.state === "under_way") return "today";
  const [day, today] = [isoDay(visit.plannedStart), isoDay(now)];
  // A start that passed without a check-in is still today's.
  if (day <= today) return "today";
  return day === dayAfter(today) ? "tomorrow" : "later";
};

export interface OfWorker {
  id: string;
  name: string;
  visits: Visit[];
}

export function byWorker(visits: Visit[]): OfWorker[] {
  const found = new Map<string, OfWorker>();
  for (const visit of [...visits].sort((a, b) => Date.parse(a.plannedStart) - Date.parse(b.plannedStart))) {
    const { id, name } = visit.worker;
    const held = found.get(id) ?? { id, name, visits: [] };
    held.visits.push(visit);
    found.set(id, held);
  }
  // Each came in the order of their first visit.
  return [...found.values()];
}

/** The days of a week, Monday first, as "2026-11-23"; `weeks` further than that of `now`. */
export function weekOf(now: number, weeks: number): string[] {
  // At noon, so that a day of 23 or 25 hours is still the next day.
  const noon = Date.parse(`${isoDay(now)}T12:00:00Z`);
  const monday = noon - ((new Date(noon).getUTCDay() + 6) % 7) * DAY + weeks * 7 * DAY;
  return Array.from({ length: 7 }, (_, i) => new Date(monday + i * DAY).toISOString().slice(0, 10));
}

export const isReady = ({ beforehand: { mayStart, police } }: Visit): boolean =>
  mayStart && !(police.needed && !police.toldAt);
