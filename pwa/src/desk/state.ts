// What an alarm is called at the desk: one model, one sentence each. Pure.
import type { Alarm, BoardAlarm, Told } from "../api/types";
import { t } from "../texts/later";
import { clockTime, timeOrDay } from "../time/format";

/** What the board and the page of an alarm both know of it; on the board every alarm is open. */
type Known = Pick<
  Alarm,
  "cause" | "level" | "drill" | "emergencyNumber" | "openedAt" | "acknowledgedBy" | "acknowledgedAt"
> &
  Partial<Pick<Alarm, "resolvedAt" | "resolvedBy" | "outcome">> & {
    policeCall: { at: string; number: string; reference: string } | null;
  };

/** What happened, and to whom: after the worker, unless it was a companion who asked for help. */
export const whatHappened = (alarm: {
  cause: Alarm["cause"];
  worker: { name: string };
  pressedBy: { name: string; saidNo: boolean } | null;
}): string => t.alarm.what(alarm.cause, alarm.worker.name, alarm.pressedBy?.name, alarm.pressedBy?.saidNo);

/** Whom to ring: who asked for help can be spoken to, or else the worker. */
export const toRing = (alarm: Pick<BoardAlarm, "worker" | "pressedBy">): { name: string; phone: string | null } =>
  alarm.pressedBy?.phone ? alarm.pressedBy : alarm.worker;

/** Who asked for help is helped by the emergency number first; what the desk does after that stands in the steps. */
export const emergencyFirst = (alarm: Pick<Alarm, "cause">): boolean =>
  alarm.cause === "panic" || alarm.cause === "duress";

/** Nobody phones, asks or checks out who is inside. */
export const isSilent = (alarm: Pick<Alarm, "cause" | "silent"> & Partial<Pick<Alarm, "resolvedAt">>): boolean =>
  alarm.silent || (alarm.cause === "duress" && !alarm.resolvedAt);

/** Why nobody phones who is inside; null if they may be phoned. */
export function whyNotToPhone(
  alarm: Pick<Alarm, "cause" | "silent" | "quiet"> & Partial<Pick<Alarm, "resolvedAt">>,
): string | null {
  if (isSilent(alarm)) return t.alarm.silent;
  return alarm.quiet ? t.alarm.quiet : null;
}

/** How far it climbed; and of the emergency number whether anybody called it, never that it was told anything. */
export function climbedTo(alarm: Known): string {
  const { emergencyNumber: number, policeCall: call } = alarm;
  if (call) return t.alarm.called(call.number, clockTime(call.at), call.reference);
  const due = alarm.level === "police" || alarm.cause === "duress";
  if (!due) return t.alarm.climbed[alarm.level] ?? alarm.level;
  if (alarm.drill) return t.alarm.mustCallInEarnest(number);
  return !alarm.resolvedAt ? t.alarm.mustCall(number) : t.alarm.notCalled(number);
}

/** Who has it, or how it ended. */
export function whoHasIt(alarm: Known): string {
  if (alarm.resolvedAt) {
    return t.alarm.closed(
      alarm.outcome ? t.alarm.outcomes[alarm.outcome] : "",
      alarm.resolvedBy?.name ?? "",
      timeOrDay(alarm.resolvedAt, alarm.openedAt),
    );
  }
  return alarm.acknowledgedBy
    ? t.alarm.takenBy(alarm.acknowledgedBy.name, alarm.acknowledgedAt ? clockTime(alarm.acknowledgedAt) : "")
    : t.alarm.nobodyYet;
}

/** By what somebody was told. At the last step they were told to call the number; nothing was sent to it. */
export function toldBy(told: Pick<Told, "level" | "channel">, number: string): string {
  const channel = t.alarm.channels[told.channel] ?? told.channel;
  return told.level === "police"
    ? t.alarm.aboutCalling(channel, number)
    : t.alarm.byChannel(t.alarm.levels[told.level], channel);
}
