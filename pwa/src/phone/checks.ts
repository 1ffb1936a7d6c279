// What would fail on the doorstep, found out before it does. Each check answers by itself, and never asks permission.
import { api } from "../api/calls";
import type { Me, PhoneSays } from "../api/types";
import { newVersion } from "../app/update";
import { batteryOf, percentOf } from "../panic/battery";
import { answered } from "../api/request";
import { deviceClock, elapsed, serverClock } from "../time/clock";
import { t } from "../texts/later";
import { quietly, within } from "../time/within";
import { keepsAnything } from "../storage/database";

/** What may fail, in the words of the server. */
export type What = PhoneSays["failing"][number];

export interface Check {
  what: What;
  name: string;
  good: boolean;
  text: string;
  /** How bad it is on the way; none where a visit is watched over all the same, so that it can wait until Ik is opened. */
  grave?: number;
}

/** What makes that nobody is watched over, or that a press is lost, stands before what only tells the others less. */
const GRAVE = { network: 1, number: 2, storage: 3, battery: 4, offline: 5, untested: 6, location: 7 } as const;

/** Pure: what would truly fail on the way, the gravest first. The rest is on Ik: who is warned each day reads nothing. */
export const failsOnTheWay = (checks: Check[]): Check[] =>
  checks.filter((check) => !check.good && check.grave).sort((a, b) => (a.grave ?? 0) - (b.grave ?? 0));

const SLOW_MS = 3_000;
const JUST_NOW = 5_000;
const CLOCK_OFF_MS = 60_000;

/** A browser that says nothing about one thing must not keep the others from being told. */
const PATIENCE = 17_000;
const BROWSER_PATIENCE = 3_000;
const STORING_PATIENCE = 13_000;

export async function runChecks(me: Me): Promise<Check[]> {
  const checks: (() => Promise<Check | null>)[] = [
    server,
    phoneClock,
    () => number(me),
    () => pin(me),
    () => sms(me),
    location,
    offline,
    storage,
    battery,
    notifications,
    version,
  ];
  const found = await Promise.all(checks.map((check) => within(PATIENCE, check, null)));
  return found.filter((check) => check !== null);
}

/** What the browser says of itself; undefined when it says nothing. */
const browserSays = <T>(work: () => Promise<T> | undefined): Promise<T | undefined> =>
  within<T | undefined>(BROWSER_PATIENCE, () => work() ?? undefined, undefined);

async function server(): Promise<Check> {
  const took = lately() ?? (await asked());
  const say = t.preflight.network;
  if (took === null) return { what: "network", name: say.name, good: false, text: say.silent, grave: GRAVE.network };
  return { what: "network", name: say.name, good: took < SLOW_MS, text: took < SLOW_MS ? say.good : say.slow };
}

/** How long the server took, in milliseconds, when it answered just now, as it has when the page begins. */
function lately(): number | null {
  const last = answered.get();
  return last && elapsed(last.at, deviceClock.read()) < JUST_NOW ? last.took : null;
}

/** The same when it is asked; null without an answer. */
async function asked(): Promise<number | null> {
  const from = deviceClock.read().mono;
  return api.me().then(
    () => deviceClock.read().mono - from,
    () => null,
  );
}

async function phoneClock(): Promise<Check | null> {
  if (!serverClock.synced) return null;
  const off = Math.abs(serverClock.wallOffset);
  const say = t.preflight.clock;
  return {
    what: "clock",
    name: say.name,
    good: off < CLOCK_OFF_MS,
    text: off < CLOCK_OFF_MS ? say.good : say.off(Math.round(off / 60_000)),
  };
}

/** One that was never tested may be somebody else's: then nobody rings here, and no UIT by SMS is known as theirs. It is
    asked for until it was tested, and then no more. */
async function number(me: Me): Promise<Check> {
  const say = t.preflight.number;
  return {
    what: "number",
    name: say.name,
    good: me.numberVerifiedAt !== null,
    grave: me.phone ? GRAVE.untested : GRAVE.number,
    text: me.phone ? (me.numberVerifiedAt ? say.good : say.unverified) : say.none,
  };
}

async function pin(me: Me): Promise<Check> {
  const say = t.preflight.pin;
  return { what: "pin", name: say.name, good: me.hasPin, text: me.hasPin ? say.good : say.none };
}

async function sms(me: Me): Promise<Check> {
  const say = t.preflight.sms;
  return { what: "sms", name: say.name, good: me.serviceNumber !== null, text: me.serviceNumber ? say.good : say.none };
}

async function location(): Promise<Check> {
  const say = t.preflight.location;
  if (!("geolocation" in navigator)) return { what: "location", name: say.name, good: false, text: say.none };
  const state = (await browserSays(() => navigator.permissions?.query({ name: "geolocation" })))?.state ?? "prompt";
  return {
    what: "location",
    name: say.name,
    good: state !== "denied",
    grave: GRAVE.location,
    text: state === "granted" ? say.good : state === "denied" ? say.denied : say.asks,
  };
}

async function offline(): Promise<Check | null> {
  // At the very first start it is still being stored: that is waited for, and is no failure, however slow the network.
  const registration = await within<ServiceWorkerRegistration | undefined>(
    STORING_PATIENCE,
    () => navigator.serviceWorker?.ready,
    undefined,
  );
  if (!registration && (await browserSays(() => navigator.serviceWorker?.getRegistration()))?.installing) return null;
  const say = t.preflight.offline;
  const good = Boolean(registration?.active);
  return { what: "offline", name: say.name, good, text: good ? say.good : say.none, grave: GRAVE.offline };
}

async function storage(): Promise<Check> {
  const say = t.preflight.storage;
  if (!(await keepsAnything()))
    return { what: "storage", name: say.name, good: false, text: say.broken, grave: GRAVE.storage };
  const kept = (await browserSays(() => navigator.storage?.persisted?.())) ?? false;
  const installed = quietly(() => matchMedia("(display-mode: standalone)").matches, false);
  return { what: "storage", name: say.name, good: kept || installed, text: kept || installed ? say.good : say.install };
}

async function battery(): Promise<Check | null> {
  const state = await batteryOf();
  if (!state) return null;
  const percent = percentOf(state);
  const say = t.preflight.battery;
  const good = percent >= 20 || state.charging;
  return {
    what: "battery",
    name: say.name,
    good,
    text: good ? say.good(percent) : say.low(percent),
    grave: GRAVE.battery,
  };
}

/** Never grave: where they were never asked for there is nothing wrong yet, and without them an SMS comes anyhow. */
async function notifications(): Promise<Check | null> {
  const said = quietly<NotificationPermission | null>(() => Notification.permission, null);
  const say = t.preflight.notifications;
  if (said === null) return null;
  const text = said === "granted" ? say.good : said === "denied" ? say.denied : say.asks;
  return { what: "notifications", name: say.name, good: said !== "denied", text };
}

/** Never grave: the next screen brings it by itself, and until then the server knows what this one says. */
async function version(): Promise<Check | null> {
  const say = t.preflight.version;
  return newVersion.get() ? { what: "version", name: say.name, good: false, text: say.old } : null;
}

/** How to put it right, on the phone that they have; empty where the text of the check says all there is. */
export function mend(what: What): string {
  const how: Partial<Record<What, { apple: string; other: string }>> = t.preflight.mend;
  const found = how[what];
  return found ? (isApple() ? found.apple : found.other) : "";
}

/** An iPad says that it is a Mac, and is one that can be touched. */
const isApple = (): boolean =>
  quietly(() => /iPhone|iPad/.test(navigator.userAgent) || "standalone" in navigator, false);
