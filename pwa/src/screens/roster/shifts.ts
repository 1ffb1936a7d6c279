// Shifts as they are filled in, and as the server wants them. Pure.
import type { Shift } from "../../api/types";
import type { Checked } from "../../app/useForm";
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

export interface RosterForm {
  shifts: Shift[];
}

/** What is wrong at a field of a shift, by its path in the form: "shifts/2/personId". */
export type RosterErrors = Record<string, "needed" | "whoseShift">;

export const noShifts: RosterForm = { shifts: [] };

/** Saving replaces the whole roster, so it is sent when each shift is whole. */
export function checkRoster({ shifts }: RosterForm): Checked<RosterErrors, Shift[]> {
  const errors: RosterErrors = {};
  shifts.forEach(({ personId, from, until, days }, place) => {
    if (personId === "") errors[`shifts/${place}/personId`] = "whoseShift";
    if (from === "") errors[`shifts/${place}/from`] = "needed";
    if (until === "") errors[`shifts/${place}/until`] = "needed";
    if (days.length === 0) errors[`shifts/${place}/days`] = "needed";
  });
  return { errors, body: Object.keys(errors).length === 0 ? shifts : null };
}

/** "/shifts/2/days/0" is about the days of that shift. */
export const rosterField = (pointer: string): string | undefined => {
  const found = /^\/shifts\/(\d+)\/(\w+)/.exec(pointer);
  return found ? `shifts/${found[1]}/${found[2]}` : undefined;
};

/** That shift, and no other, otherwise. */
export const withShift = ({ shifts }: RosterForm, place: number, shift: Shift): RosterForm => ({
  shifts: shifts.map((one, index) => (index === place ? shift : one)),
});

/** With the shifts of a file behind those that are there, or instead of them. Nothing is sent yet. */
export const withRead = ({ shifts }: RosterForm, read: Shift[], instead: boolean): RosterForm => ({
  shifts: instead ? read : [...shifts, ...read],
});

export const withoutShift = ({ shifts }: RosterForm, place: number): RosterForm => ({
  shifts: shifts.filter((_, index) => index !== place),
});
