// Shifts as they are filled in, and as the server wants them. Pure.
import type { Shift } from "../../api/types";
import { weekday } from "./days";

export const ONCE = "once";
/** Every one, two, ... weeks, or once. */
export const REPEATS: (number | typeof ONCE)[] = [1, 2, 3, 4, ONCE];

export const freshShift: Shift = {
  rank: "first",
  personId: "",
  days: [1, 2, 3, 4, 5],
  from: "08:00",
  until: "17:00",
  everyWeeks: 1,
  firstDay: null,
  lastDay: null,
  onHolidays: "not",
};

export const isOnce = ({ firstDay, lastDay }: Shift): boolean => firstDay != null && firstDay === lastDay;

/** On this one day. */
export const onDay = (shift: Shift, day: string): Shift => ({
  ...shift,
  everyWeeks: 1,
  firstDay: day,
  lastDay: day,
  days: [weekday(day)],
});

/** Every so many weeks, or once: then on its first day, and today when it has none. */
export function repeated(shift: Shift, repeat: number | typeof ONCE, today: string): Shift {
  if (repeat === ONCE) return onDay(shift, shift.firstDay ?? today);
  return { ...shift, everyWeeks: repeat, lastDay: isOnce(shift) ? null : (shift.lastDay ?? null) };
}

export interface RosterErrors {
  /** Of which shifts nobody was chosen, by their place. */
  person: number[];
}

/** Saving replaces the whole roster, so it is sent when each shift has somebody. */
export function checkRoster(shifts: Shift[]): { errors: RosterErrors; body: Shift[] | null } {
  const person = shifts.flatMap((shift, place) => (shift.personId === "" ? [place] : []));
  return { errors: { person }, body: person.length === 0 ? shifts : null };
}
