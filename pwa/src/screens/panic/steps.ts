// What happened since the press, as sentences. Pure. Says "told" only of what has left, and nothing before the server
// has the alarm.
import type { Told } from "../../api/types";
import type { Panic } from "../../panic/panic";
import { t } from "../../texts";

export interface Step {
  at: string | null;
  text: string;
  strong?: boolean;
}

const LEFT = new Set(["sent", "delivered"]);
const LEAVING = new Set(["pending", "sending"]);

/** Each person once, though they are told by several channels. */
function people(
  told: Told[],
  states: Set<string>,
  except: Set<string> = new Set(),
): { names: string[]; at: string | null } {
  const found = new Map<string, Told>();
  for (const one of told) {
    if (states.has(one.state) && !except.has(one.person.id) && !found.has(one.person.id)) found.set(one.person.id, one);
  }
  const list = [...found.values()];
  return { names: list.map((one) => one.person.name), at: list[0]?.at ?? null };
}

export function stepsOf(panic: Panic): Step[] {
  const alarm = panic.alarm;
  if (!panic.sent || !alarm) return [];
  const told = alarm.told ?? [];
  const left = people(told, LEFT);
  const reached = new Set(told.filter((one) => LEFT.has(one.state)).map((one) => one.person.id));
  const leaving = people(told, LEAVING, reached);
  const steps: Step[] = [];
  if (left.names.length > 0) steps.push({ at: left.at, text: t.panic.told(left.names) });
  if (leaving.names.length > 0) steps.push({ at: leaving.at, text: t.panic.telling(leaving.names) });
  if (steps.length === 0) steps.push({ at: alarm.openedAt, text: t.panic.seeking });
  if (alarm.acknowledgedBy) {
    steps.push({ at: alarm.acknowledgedAt, text: t.panic.taken(alarm.acknowledgedBy.name), strong: true });
  }
  return steps;
}
