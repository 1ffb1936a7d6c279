// What the clock does next about an alarm, in words: which step, and in how long. Pure.
import type { Alarm } from "../api/types";
import { t } from "../texts/later";
import { countdown } from "../time/format";

type Climbs = Pick<Alarm, "cause" | "level" | "nextDeadline" | "emergencyNumber"> &
  Partial<Pick<Alarm, "acknowledgedBy" | "resolvedAt" | "mayEscalate">>;
const LEVELS: Alarm["level"][] = ["worker", "colleague", "manager", "police"];

/**
 * Whom the next step tells. Of the last one nothing is sent to the emergency number: somebody is told to call it. In a
 * silent alarm it must be called from the beginning, so nobody may read there that it is to be called only then.
 */
export function nextLevel({ cause, level, emergencyNumber, mayEscalate }: Climbs): string {
  const next = LEVELS[LEVELS.indexOf(level) + 1];
  if (next === "police") {
    return cause === "duress" ? t.alarm.askedAgain(emergencyNumber) : t.alarm.mustCall(emergencyNumber);
  }
  if (next) return t.alarm.levels[next];
  return mayEscalate === false ? t.alarm.everyoneAgain : t.alarm.everyone;
}

/** "over 01:12", or that it comes at any moment. */
export function inHowLong(dueAt: string, now: number): string {
  const left = Date.parse(dueAt) - now;
  return left <= 0 ? t.board.atOnce : t.board.inTime(countdown(left));
}

/** A sentence and the time in it, apart, so that where there is little room the words are cut off and never the time. */
export interface Coming {
  say: (when: string) => string;
  when: string;
}

/** What comes next; null when the clock does nothing more. */
export function whatComes(alarm: Climbs, now: number): Coming | null {
  const next = alarm.nextDeadline;
  if (!next || alarm.resolvedAt) return null;
  const when = inHowLong(next.dueAt, now);
  if (next.kind === "ladder_step") return { say: (time) => t.alarm.afterThat(nextLevel(alarm), time), when };
  return { say: t.alarm.stillOpenIn, when };
}

/** What comes next, as a sentence; empty when the clock does nothing more. */
export function nextStep(alarm: Climbs, now: number): string {
  const coming = whatComes(alarm, now);
  return coming ? coming.say(coming.when) : "";
}
