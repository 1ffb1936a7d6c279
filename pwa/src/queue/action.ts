// Something a worker pressed that the server must hear of. It is written down before it is sent, and stays until the
// server has answered.
import type { FieldError } from "../api/problem";
import { elapsed, serverClock, deviceClock, type ServerClock, type Tick } from "../time/clock";
import { newId } from "../app/ids";

export type ActionKind =
  | "plan"
  | "change"
  | "check-in"
  | "ok"
  | "not-ok"
  | "extend"
  | "check-out"
  | "back"
  | "feeling"
  | "cancel"
  | "preparation"
  | "trouble"
  | "no-trouble"
  | "panic"
  | "false-alarm"
  | "incident"
  | "incident-form"
  | "incident-complete";

/** The moment of pressing, by every clock there was. */
export interface Pressed extends Tick {
  /** Which page: monotonic time of one page means nothing to another. */
  page: string;
  /** The server's time, when the server had been heard. */
  server: number | null;
}

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

export interface Refusal {
  status: number;
  code: string;
  message: string;
  errors: FieldError[];
}

export interface Action {
  /** The Idempotency-Key: made once, the same at every attempt. */
  key: string;
  kind: ActionKind;
  /** The visit, alarm or incident it is about; actions about one subject keep their order. */
  subject: string;
  method: "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  body: Record<string, unknown>;
  /** A PIN never lies readable on the device. */
  pin?: Sealed;
  /** Whether the server is told how long ago it was pressed. A create must be the same at each attempt. */
  aged: boolean;
  personId: string;
  pressed: Pressed;
  /** Its place in the row: two presses may fall in one millisecond, and a wall clock may be set back between them. */
  order: number;
  attempts: number;
  refused?: Refusal;
}

/** This load of the page (or start of the service worker). */
export const thisPage: string = newId();

export function pressedNow(clock: ServerClock = serverClock, device = deviceClock): Pressed {
  return { ...device.read(), page: thisPage, server: clock.synced ? clock.now() : null };
}

/**
 * How long ago it was pressed, for the server: what was pressed before an alarm opened never answers that alarm.
 *
 * Within the page that was pressed, this device's clocks measure it. After a reload the monotonic clock began anew:
 * then the server's time at both ends says it best, and the wall clock alone if there is nothing else. Too old is the
 * safe mistake, below zero is none.
 */
export function ageSeconds(
  pressed: Pressed,
  now: Tick = deviceClock.read(),
  page: string = thisPage,
  serverNow: number | null = serverClock.synced ? serverClock.now() : null,
): number {
  const byServer = pressed.server !== null && serverNow !== null ? serverNow - pressed.server : null;
  const here = pressed.page === page;
  const byDevice = here ? elapsed(pressed, now) : byServer === null ? now.wall - pressed.wall : 0;
  return Math.round(Math.max(0, byDevice, byServer ?? 0) / 100) / 10;
}

let lastOrder = 0;

export function nextOrder(wall: number = deviceClock.read().wall): number {
  lastOrder = Math.max(lastOrder + 1, wall);
  return lastOrder;
}

const visitPath = (id: string, what: string): string => `/v1/visits/${id}/${what}`;

/** Where each kind goes. */
export function pathOf(kind: ActionKind, subject: string): string {
  switch (kind) {
    case "plan":
      return "/v1/visits";
    case "panic":
    case "not-ok":
      return "/v1/alarms";
    case "incident":
      return "/v1/incidents";
    case "incident-form":
      return `/v1/incidents/${subject}`;
    case "incident-complete":
      return `/v1/incidents/${subject}/complete`;
    case "false-alarm":
      return `/v1/alarms/${subject}/false-alarm`;
    case "change":
      return `/v1/visits/${subject}`;
    case "trouble":
    case "no-trouble":
      return visitPath(subject, "expected-trouble");
    default:
      return visitPath(subject, kind);
  }
}

const METHODS: Partial<Record<ActionKind, Action["method"]>> = {
  change: "PATCH",
  "incident-form": "PATCH",
  trouble: "PUT",
  "no-trouble": "DELETE",
};

export const methodOf = (kind: ActionKind): Action["method"] => METHODS[kind] ?? "POST";

const NOT_AGED: readonly ActionKind[] = [
  "plan",
  "change",
  "preparation",
  "trouble",
  "no-trouble",
  "incident",
  "incident-form",
  "incident-complete",
];

/**
 * What goes on a report that the server refused waits until somebody has put that report right: without it, it is
 * nothing.
 */
export const isHeldBack = (action: Action, all: readonly Action[]): boolean =>
  action.kind !== "incident" &&
  all.some((one) => one.kind === "incident" && one.subject === action.subject && one.refused !== undefined);

/** Somebody needs help: it goes before everything else, and waits for nothing. */
export const isUrgent = (kind: ActionKind): boolean => kind === "panic" || kind === "not-ok";

/** What changes what lies ahead, or tells what lies behind, has no use for "how long ago". */
export const isAged = (kind: ActionKind): boolean => !NOT_AGED.includes(kind);

/** What was pressed before anybody was known is of whoever holds the phone; while nobody is known, all of it is looked after. */
export const isOf = (person: string | null | undefined) => (action: Action) =>
  !person || action.personId === person || action.personId === "";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** By the wall clock, which may have been set: whoever brings it hears the server's time first. */
export const mayBePast = ({ kind, pressed, personId }: Action, person: string | null | undefined): boolean =>
  isUrgent(kind) &&
  (!person || personId !== person) &&
  pressed.page !== thisPage &&
  deviceClock.read().wall - pressed.wall > HOUR;

/**
 * Whether it is a call for help that an earlier page left, and so long ago that it would be an alarm of whoever has this
 * phone by now. Their own never is. In doubt it is not: the server's time must say so as well, or, where it was not known
 * at the press, a whole day must have passed. By a clock that was years off nobody can tell.
 */
export function isPast(action: Action, person: string | null | undefined): boolean {
  const { server, wall } = action.pressed;
  const waited = deviceClock.read().wall - wall;
  const isOld = server === null ? waited > DAY : serverClock.heard && serverClock.now() - server > HOUR;
  return mayBePast(action, person) && isOld && waited < YEAR;
}
