// Days of the roster as text: no clock and no zone, so that no night of the year can shift them.

/** So many days later: "2026-11-23", 7 -> "2026-11-30". */
export function daysLater(day: string, days: number): string {
  const moment = new Date(`${day}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** ISO weekday, Monday is 1. */
export const weekday = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/** The seven days from this one on. */
export const weekFrom = (day: string): string[] => Array.from({ length: 7 }, (_, ahead) => daysLater(day, ahead));
