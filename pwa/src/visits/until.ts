// Until when, as it is chosen. Pure: all times are the server's.
import type { Profile, Visit } from "../api/types";
import { instantOf, isoDay, nextTime } from "../time/format";

export type Length = { minutes: number } | { time: string };

export const DEFAULT_MINUTES = [15, 30, 45, 60];

/** 30 when it is offered, or as long as was planned when that is one of the choices. */
export function firstLength(offered: number[], visit: Visit | null): Length {
  const planned =
    visit?.plannedStart != null
      ? Math.round((Date.parse(visit.expectedEnd) - Date.parse(visit.plannedStart)) / 60_000)
      : null;
  if (planned !== null && offered.includes(planned)) return { minutes: planned };
  return { minutes: offered.includes(30) ? 30 : (offered[0] ?? 30) };
}

/** The moment at which it ends, counted from its start; null while the typed time is none. */
export function endOf(length: Length, start: number): string | null {
  if ("minutes" in length) return new Date(start + length.minutes * 60_000).toISOString();
  return nextTime(length.time, start);
}

const LONGER = [5, 10, 15, 30, 45, 60, 90];

/** By how much a visit may still be made longer, and until when that is: never beyond what the protocol allows. */
export function longerBy(
  visit: Pick<Visit, "startedAt" | "expectedEnd">,
  protocol: Pick<Profile, "extensionMinutes" | "longestVisitSeconds"> | null,
): { minutes: number; end: string }[] {
  const end = Date.parse(visit.expectedEnd);
  const last =
    protocol && visit.startedAt ? Date.parse(visit.startedAt) + protocol.longestVisitSeconds * 1000 : Infinity;
  return [...new Set([...LONGER, protocol?.extensionMinutes ?? 15])]
    .sort((a, b) => a - b)
    .map((minutes) => ({ minutes, at: end + minutes * 60_000 }))
    .filter(({ at }) => at <= last)
    .map(({ minutes, at }) => ({ minutes, end: new Date(at).toISOString() }));
}

/** When a visit is planned to begin: of a time that comes twice, one that is still to come. */
export const startOf = (day: string, time: string, now: number): string | null =>
  day && time ? instantOf(day, time, now) : null;

/** Whether a moment lies inside office hours; true when the profile knows none. */
export function inOfficeHours(profile: Profile | null, at: number, timeOfDay: (at: number) => string): boolean {
  const hours = profile?.officeHours ?? [];
  if (hours.length === 0) return true;
  const weekday = ((new Date(`${isoDay(at)}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;
  const time = timeOfDay(at);
  return hours.some((block) => block.days.includes(weekday) && time >= block.from && time <= block.until);
}
