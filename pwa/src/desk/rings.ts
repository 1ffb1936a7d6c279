// When an alarm is called out. Pure.
import type { LoudAlarm } from "../api/types";

const CAUSES = ["not_back", "overdue", "check_call", "not_ok", "panic", "duress"];
const LEVELS = ["worker", "colleague", "manager", "police"];
/** Seconds after which it rings again while nobody has it, and after which the notification is shown again. */
export const AGAIN = 10;
export const SHOW_AGAIN = 60;

type Known = Pick<LoudAlarm, "id" | "cause" | "level" | "acknowledgedBy">;

/** Nobody has it: somebody must hear it. */
export const untaken = <T extends Known>(alarms: T[]): T[] => alarms.filter((one) => one.acknowledgedBy === null);

/** The alarms that became louder: new ones, those that climbed or grew graver, and those whose taker let go. */
export function louder<T extends Known>(before: Known[], now: T[]): T[] {
  const known = new Map(before.map((one) => [one.id, one]));
  return untaken(now).filter((one) => {
    const was = known.get(one.id);
    return (
      !was ||
      was.acknowledgedBy !== null ||
      LEVELS.indexOf(one.level) > LEVELS.indexOf(was.level) ||
      CAUSES.indexOf(one.cause) > CAUSES.indexOf(was.cause)
    );
  });
}
