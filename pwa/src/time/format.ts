// Times and numbers as people read them. All times are shown in the organisation's time zone, whatever the phone says.
import { t } from "../texts";

let zone = "Europe/Amsterdam";
/** Kept, since it is slow to make and a board asks it hundreds of times a second. */
let wall: { locale: string; format: Intl.DateTimeFormat } | null = null;
let days: Intl.DateTimeFormat | null = null;

export function setTimeZone(timeZone: string): void {
  zone = timeZone;
  wall = null;
  days = null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Instant = string | number;

const ms = (at: Instant): number => (typeof at === "number" ? at : Date.parse(at));

function part(at: Instant, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(t.locale, { timeZone: zone, ...options }).format(ms(at));
}

/** "14:40", as a time field wants it */
export function wallTime(at: Instant): string {
  if (wall?.locale !== t.locale) {
    const shown = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    wall = { locale: t.locale, format: new Intl.DateTimeFormat(t.locale, shown) };
  }
  return wall.format.format(ms(at));
}

/** "14:40"; in the hour that comes twice "02:20 (zomertijd)" */
export function clockTime(at: Instant): string {
  const time = wallTime(at);
  if (wallTime(ms(at) + HOUR) === time) return t.time.summer(time);
  if (wallTime(ms(at) - HOUR) === time) return t.time.winter(time);
  return time;
}

/** "14:22:07" */
export const exactTime = (at: Instant): string =>
  part(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** "ma 23 nov" */
export const day = (at: Instant): string => part(at, { weekday: "short", day: "numeric", month: "short" });

/** "23 november 2026" */
export const longDay = (at: Instant): string => part(at, { day: "numeric", month: "long", year: "numeric" });

const noon = (isoDate: string): number => Date.parse(`${isoDate}T12:00:00Z`);

/** "23 november", of a day without a time */
export const dayOfMonth = (isoDate: string): string =>
  new Intl.DateTimeFormat(t.locale, { timeZone: "UTC", day: "numeric", month: "long" }).format(noon(isoDate));

/** The days of a week, Monday first. */
export const DAYS_OF_WEEK = [1, 2, 3, 4, 5, 6, 7];
const A_MONDAY = "2024-01-01";

/** "ma" for 1 */
export const dayName = (weekday: number): string =>
  new Intl.DateTimeFormat(t.locale, { timeZone: "UTC", weekday: "short" }).format(noon(A_MONDAY) + (weekday - 1) * DAY);

/** "2026-11-23", as a date field wants it */
export function isoDay(at: Instant): string {
  days ??= new Intl.DateTimeFormat("sv-SE", { timeZone: zone });
  return days.format(ms(at));
}

/** "14:40" today, otherwise "ma 23 nov 14:40" */
export function timeOrDay(at: Instant, now: Instant): string {
  return isoDay(at) === isoDay(now) ? clockTime(at) : `${day(at)} ${clockTime(at)}`;
}

/** "18:32", or "1:05:00" from an hour up: how long something still takes. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

/** A day and a time of the organisation's wall, as an instant: "2026-11-23", "14:40" -> 2026-11-23T13:40:00.000Z */
export function instantOf(isoDate: string, time: string): string | null {
  const guess = Date.parse(`${isoDate}T${time.length === 5 ? time : time.slice(0, 5)}:00Z`);
  if (Number.isNaN(guess)) return null;
  // Twice: near a change of summer time the first offset may be the one of the other side.
  const first = guess - offsetAt(guess);
  return new Date(guess - offsetAt(first)).toISOString();
}

function offsetAt(at: number): number {
  const shown = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(at);
  return Date.parse(`${shown.replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000;
}

/** The first moment after `now` at which the wall shows this time: "23:50" asked at 00:10 is nearly a day away. */
export function nextTime(time: string, now: number): string | null {
  const today = instantOf(isoDay(now), time);
  if (today === null || Date.parse(today) > now) return today;
  return instantOf(isoDay(now + DAY), time);
}

/** "06 12345678", "0478 12 34 56", or as it came; broken over two lines only where it is very long. */
export function phoneNumber(number: string): string {
  const compact = number.replace(/[\s().-]/g, "");
  // Longer than a mobile, as a service's is: on a narrow phone it may be broken between its groups.
  const long = /^(\+\d{2})(\d{3})(\d{4})(\d{3,})$/.exec(compact);
  if (long) return long.slice(1).join(" ");
  const mobile = /^\+316\d{8}$|^\+324\d{8}$/.test(compact);
  // A landline of the Netherlands or Belgium, whatever its area code: in groups, and broken only between them.
  const landline = /^(\+\d{2})(?:(\d{3})(\d{3})(\d{3})|(\d{2})(\d{2})(\d{2})(\d{2}))$/.exec(compact);
  if (landline && !mobile) return landline.slice(1).filter(Boolean).join(" ");
  const belgian = /^\+324(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(compact);
  const shown = /^\+316\d{8}$/.test(compact)
    ? `06 ${compact.slice(4)}`
    : belgian
      ? `04${belgian[1]} ${belgian[2]} ${belgian[3]} ${belgian[4]}`
      : number;
  return shown.replace(/ /g, "\u00a0").replace(/-/g, "\u2011");
}

export const telLink = (number: string): string => `tel:${number.replace(/[^\d+*#]/g, "")}`;

/** Android reads `?body=`, iOS `&body=`; both take this form. The text also stands on the screen. */
export const smsLink = (number: string, text: string): string =>
  `sms:${number.replace(/[^\d+]/g, "")}?&body=${encodeURIComponent(text)}`;
