// A time beside others of one day: of another day with that before it. Pure.
import { day, exactTime, isoDay } from "../time/format";

/** "14:22:07" on the day of `beside`, otherwise "ma 23 nov 14:22:07" */
export const exactOnDay = (at: string | number, beside: string | number): string =>
  isoDay(at) === isoDay(beside) ? exactTime(at) : `${day(at)} ${exactTime(at)}`;
