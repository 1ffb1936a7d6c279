// Another time for a planned visit, as it is filled in and as the server wants it. Pure.
import type { Visit } from "../api/types";
import type { Checked } from "../app/useForm";
import { instantOf, isoDay, wallTime } from "../time/format";

export interface MoveForm {
  day: string;
  time: string;
}

export interface MoveErrors {
  time?: "needed" | "past";
}

export interface Times {
  plannedStart: string;
  expectedEnd: string;
}

export const HALF_AN_HOUR = 1_800_000;

/** As it is planned now; a day that has passed is today. */
export const beginMove = (visit: Visit, now: number): MoveForm => ({
  day: isoDay(Math.max(now, Date.parse(visit.plannedStart))),
  time: wallTime(visit.plannedStart),
});

/** One press, whatever is filled in. */
export const halfAnHourLater = (visit: Visit, now: number): Checked<MoveErrors, Times> => ({
  errors: {},
  body: movedBy(visit, HALF_AN_HOUR, now),
});

/** So much later, and as long as it was. Counted from now, when the planned start has passed. */
export const movedBy = (visit: Visit, milliseconds: number, now: number): Times =>
  movedTo(visit, Math.max(now, Date.parse(visit.plannedStart)) + milliseconds);

function movedTo(visit: Visit, start: number): Times {
  const lasts = Date.parse(visit.expectedEnd) - Date.parse(visit.plannedStart);
  return { plannedStart: new Date(start).toISOString(), expectedEnd: new Date(start + lasts).toISOString() };
}

export function checkMove(form: MoveForm, visit: Visit, now: number): Checked<MoveErrors, Times> {
  const start = instantOf(form.day, form.time, now);
  if (start === null) return { errors: { time: "needed" }, body: null };
  if (Date.parse(start) < now) return { errors: { time: "past" }, body: null };
  return { errors: {}, body: movedTo(visit, Date.parse(start)) };
}
