// Of which visits and alarms the place is to be asked. Pure.
import type { PlaceOnMap } from "../../api/types";

/** The server takes no more at once. */
export const MOST = 30;

/** A place, none, or that the register was away. */
export type Known = PlaceOnMap | null | "away";

/** What was told, by id. */
export type Told = ReadonlyMap<string, Known>;

interface Row {
  id: string;
}

/**
 * The questions. again: also for what may be known better by now, which is where the phone of an alarm is, and what the
 * register was away for.
 */
export function toAsk(
  visits: Row[],
  alarms: Row[],
  told: Told,
  again: boolean,
): { visits: string[]; alarms: string[] }[] {
  const unknown = ({ id }: Row) => !told.has(id) || (again && told.get(id) === "away");
  const ofVisits = parts(visits.filter(unknown));
  const ofAlarms = parts(alarms.filter((one) => again || unknown(one)));
  return Array.from({ length: Math.max(ofVisits.length, ofAlarms.length) }, (_, n) => ({
    visits: ofVisits[n] ?? [],
    alarms: ofAlarms[n] ?? [],
  }));
}

const parts = (rows: Row[]): string[][] =>
  Array.from({ length: Math.ceil(rows.length / MOST) }, (_, n) =>
    rows.slice(n * MOST, (n + 1) * MOST).map(({ id }) => id),
  );
