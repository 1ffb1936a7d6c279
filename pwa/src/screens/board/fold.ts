// Which of many alarms stand there in full. Pure.
import type { BoardAlarm } from "../../api/types";

/** More than these at once is a list of which nobody reads the end. */
export const IN_FULL = 5;

export interface Folded {
  shown: BoardAlarm[];
  /** How many more there are, and how many of those nobody has taken. */
  more: number;
  untaken: number;
}

/**
 * The gravest that nobody has taken, then the gravest that somebody has, and always the newest: an alarm that comes in is
 * seen, however many there are. They stand in the order of the server.
 */
export function fold(alarms: BoardAlarm[], unfolded: boolean): Folded {
  if (unfolded || alarms.length <= IN_FULL) return { shown: alarms, more: 0, untaken: 0 };
  const newest = alarms.reduce((a, b) => (Date.parse(b.openedAt) > Date.parse(a.openedAt) ? b : a));
  const free = alarms.filter((one) => one.acknowledgedBy === null);
  const wanted = new Set([newest, ...free, ...alarms]);
  const chosen = new Set([...wanted].slice(0, IN_FULL));
  const rest = alarms.filter((one) => !chosen.has(one));
  return {
    shown: alarms.filter((one) => chosen.has(one)),
    more: rest.length,
    untaken: rest.filter((one) => one.acknowledgedBy === null).length,
  };
}
