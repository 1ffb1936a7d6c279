// Times and numbers as people read them. All times are shown in the organisation's time zone, whatever the phone says.
import { t } from "../texts";

let zone = "Europe/Amsterdam";

export function setTimeZone(timeZone: string): void {
  zone = timeZone;
}

interface Made {
  locale: string;
  timeZone: string;
  format: Intl.DateTimeFormat;
}

/** Kept, since one is slow to make: a phone's first screen made one each second for its date, and a board asks hundreds. */
const made = new Map<Intl.DateTimeFormatOptions, Made>();

function formatOf(options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  const { locale } = t;
  const kept = made.get(options);
  if (kept?.locale === locale && kept.timeZone === timeZone) return kept.format;
  const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
  made.set(options, { locale, timeZone, format });
  return format;
}

const shown = (at: number, options: Intl.DateTimeFormatOptions, timeZone = zone): string =>
  formatOf(options, timeZone).format(at);

/** What the wall shows, number by number. By the language that is spoken: another one just for this takes a phone long. */
function numbersAt(at: number): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const parts = formatOf(MOMENT, zone).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

const WALL_TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const EXACT_TIME = { ...WALL_TIME, second: "2-digit" } as const;
const SHORT_DAY = { weekday: "short", day: "numeric", month: "short" } as const;
const LONG_DAY = { day: "numeric", month: "long", year: "numeric" } as const;
const DAY_OF_MONTH = { day: "numeric", month: "long" } as const;
const DAY_NAME = { weekday: "short" } as const;
const MOMENT = { ...EXACT_TIME, year: "numeric", month: "2-digit", day: "2-digit" } as const;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Instant = string | number;

const ms = (at: Instant): number => (typeof at === "number" ? at : Date.parse(at));

/** "14:40", as a time field wants it */
export const wallTime = (at: Instant): string => shown(ms(at), WALL_TIME);

/** "14:40"; in the hour that comes twice "02:20 (zomertijd)" */
export function clockTime(at: Instant): string {
  const time = wallTime(at);
  if (wallTime(ms(at) + HOUR) === time) return t.time.summer(time);
  if (wallTime(ms(at) - HOUR) === time) return t.time.winter(time);
  return time;
}

/** "14:22:07" */
export const exactTime = (at: Instant): string => shown(ms(at), EXACT_TIME);

/** "ma 23 nov" */
export const day = (at: Instant): string => shown(ms(at), SHORT_DAY);

/** "23 november 2026" */
export const longDay = (at: Instant): string => shown(ms(at), LONG_DAY);

const noon = (isoDate: string): number => Date.parse(`${isoDate}T12:00:00Z`);

/** "23 november", of a day without a time */
export const dayOfMonth = (isoDate: string): string => shown(noon(isoDate), DAY_OF_MONTH, "UTC");

/** The days of a week, Monday first. */
export const DAYS_OF_WEEK = [1, 2, 3, 4, 5, 6, 7];
const A_MONDAY = "2024-01-01";

/** "ma" for 1 */
export const dayName = (weekday: number): string => shown(noon(A_MONDAY) + (weekday - 1) * DAY, DAY_NAME, "UTC");

/** "2026-11-23", as a date field wants it */
export function isoDay(at: Instant): string {
  const { year, month, day } = numbersAt(ms(at));
  // Who types a year passes by the years 2, 20 and 202.
  return `${year?.padStart(4, "0")}-${month}-${day}`;
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

/** The day after: "2026-10-31" -> "2026-11-01". By the calendar, since a day may last 23 hours, or 25. */
export const dayAfter = (isoDate: string): string => new Date(noon(isoDate) + DAY).toISOString().slice(0, 10);

/** A day and a time of the organisation's wall, as an instant: "2026-11-23", "14:40" -> 2026-11-23T13:40:00.000Z.
 * A time that comes twice is the first one from `from` on, if there is one; a time that never comes is an hour later. */
export function instantOf(isoDate: string, time: string, from = -Infinity): string | null {
  const guess = Date.parse(`${isoDate}T${time.length === 5 ? time : time.slice(0, 5)}:00Z`);
  if (Number.isNaN(guess)) return null;
  const before = guess - offsetAt(guess - DAY);
  const shown = [before, guess - offsetAt(guess + DAY)].filter((at) => at + offsetAt(at) === guess);
  return new Date(shown.find((at) => at >= from) ?? shown[0] ?? before).toISOString();
}

function offsetAt(at: number): number {
  const { hour, minute, second } = numbersAt(at);
  return Date.parse(`${isoDay(at)}T${hour}:${minute}:${second}Z`) - Math.floor(at / 1000) * 1000;
}

/** The first moment after `now` at which the wall shows this time: "23:50" asked at 00:10 is nearly a day away. */
export function nextTime(time: string, now: number): string | null {
  const today = instantOf(isoDay(now), time, now + 1);
  if (today === null || Date.parse(today) > now) return today;
  return instantOf(dayAfter(isoDay(now)), time);
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
