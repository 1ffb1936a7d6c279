// What is said of measures, beside what the server says itself. Pure.
import type { AdvisedMeasure, Measure } from "../api/types";
import { t } from "../texts/later";
import { isoDay, longDay } from "../time/format";

/** What a function is called: by the protocol where it has a word of its own. */
export function called(functions: readonly string[], own: Record<string, string> = {}): string {
  const ours: Record<string, string> = t.measures.functions;
  return t.list(functions.map((one) => own[one] ?? ours[one] ?? one));
}

/** With whom the others decide: whoever decides need not be told to consult themselves. */
export const consulted = ({ inConsultation, decidedBy }: AdvisedMeasure): string[] =>
  inConsultation.filter((one) => !decidedBy.includes(one));

/** Which row of the measures in the protocol it is, as people count: `measures[0]` is the first. */
export const rowOf = (rule: string): number => Number(/\d+/.exec(rule)?.[0] ?? 0) + 1;

/** How long it lasts, as the protocol says. */
export function lengthOf({ months, weeks, about, percent }: AdvisedMeasure): string[] {
  return [
    ...(months === null ? [] : [t.measures.months(months, about)]),
    ...(weeks === null ? [] : [t.measures.weeks(weeks, about)]),
    ...(percent === null ? [] : [t.measures.percent(percent[0] ?? 0, percent[1] ?? 0)]),
  ];
}

/** Whether somebody proposed not to take it, and who decides did not say yet. */
export const isAgainst = ({ state, notToTake }: Measure): boolean => state === "put" && notToTake;

/** Until when it held: who ended one before its time ended it that day; before its first day it never held. Nor does
 * what is not taken. */
export function periodOf(measure: Measure): string {
  const { endedBy, endedAt } = measure;
  if (measure.state === "declined" || isAgainst(measure)) return "";
  if (endedBy && endedAt) {
    const last = isoDay(Date.parse(endedAt));
    return last < measure.from ? "" : t.measures.period(longDay(measure.from), longDay(last));
  }
  if (measure.until) return t.measures.period(longDay(measure.from), longDay(measure.until));
  // What waits for a decision may be something that is done once: only what is in force has no end.
  return measure.state === "in_force" ? t.measures.since(longDay(measure.from)) : t.measures.on(longDay(measure.from));
}
