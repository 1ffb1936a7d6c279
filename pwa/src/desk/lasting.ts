// How long something took, in the unit that one says it in.
import { t } from "../texts/later";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function lasting(seconds: number | null): string {
  if (seconds === null) return t.figures.tooFew;
  if (seconds >= 2 * DAY) return t.figures.days(Math.round(seconds / DAY));
  if (seconds >= 2 * HOUR) return t.figures.hours(Math.round(seconds / HOUR));
  if (seconds >= 2 * MINUTE) return t.figures.minutes(Math.round(seconds / MINUTE));
  return t.figures.seconds(Math.round(seconds));
}
