// The alarm that I raised myself: from the press until somebody has closed it.
import { api } from "../api/calls";
import { passes, Problem } from "../api/problem";
import { request } from "../api/request";
import type { Alarm, Location, Visit } from "../api/types";
import { createStore } from "../app/store";
import { all } from "../queue/actions";
import { press, pressPanic } from "../queue/queue";
import type { News } from "../queue/deliver";
import { ALARM, answers, ownerOfDevice, whenForgotten } from "../storage/database";
import { serverClock } from "../time/clock";
import { quietly } from "../time/within";
import { batteryNow } from "./battery";
import { fixNow } from "./location";
import { newId } from "../app/ids";
import { me } from "../session/session";

export interface Panic {
  /** The id this phone chose; the server may have joined it to an alarm that was there already. */
  alarmId: string;
  /** Who pressed it. Nobody, where a sign-in had ended: then it is of whoever is here when it is heard. */
  by: string;
  visitId: string | null;
  pressedAt: number;
  address: string | null;
  /** The server knows. Until then nothing on the screen may say so. */
  sent: boolean;
  /** The server said no; calling is all that is left. */
  refused: boolean;
  /** It was tried with nothing but itself. */
  bare: boolean;
  /** The worker put the red screen away; nothing may bring it back but they. */
  hidden: boolean;
  alarm: Alarm | null;
}

export const panic = createStore<Panic | null>(null);

/** Whether somebody still calls for help by it. It is kept after that, until they have read that it is over. */
export const isOpen = (mine: Panic | null): mine is Panic => mine !== null && !mine.alarm?.resolvedAt;

/** Who has this phone: whoever came in last, also when their sign-in has ended. */
let whose = "";

function change(to: Panic | null): void {
  const was = panic.get();
  panic.set(to);
  if (was && was.by !== to?.by) void answers.drop(ALARM + was.by);
  if (to) void answers.keep(ALARM + to.by, to, serverClock.wallOffset);
}

// One that is open is followed on, and by nobody else; also where another tab of theirs shows it, and this one does not.
whenForgotten(() => {
  const now = panic.get();
  if (now && !isOpen(now)) change(null);
});

/** Raises the alarm. Synchronous up to the request: nothing stands between the press and the network. */
export function raise(visit: Visit | null, unconfirmedAddress: string | null): void {
  const alarmId = newId();
  const location = quietly(fixNow, { known: null, later: Promise.resolve(null) });
  const battery = quietly(batteryNow, { known: null, later: Promise.resolve(null) });
  void pressPanic(alarmId, {
    id: alarmId,
    ...(visit ? { visitId: visit.id } : {}),
    ...(location.known ? { location: location.known } : {}),
    ...(battery.known === null ? {} : { batteryPercent: battery.known }),
    // The server doesn't know this visit yet; then the colleague at least reads where it is.
    ...(!visit && unconfirmedAddress ? { note: unconfirmedAddress } : {}),
  });
  change({
    alarmId,
    by: me()?.id ?? "",
    visitId: visit?.id ?? null,
    pressedAt: serverClock.now(),
    address: visit?.address?.line ?? unconfirmedAddress,
    sent: false,
    refused: false,
    bare: false,
    hidden: false,
    alarm: null,
  });
  void location.later.then((fix) => fix && tellLater({ location: fix })).catch(() => undefined);
  void battery.later
    .then((percent) => percent !== null && tellLater({ batteryPercent: percent }))
    .catch(() => undefined);
}

type Later = { location: Location } | { batteryPercent: number };

/** What comes after the alarm, as soon as both are known. It is the same alarm, so it is no second press. */
function tellLater(what: Later): void {
  const now = panic.get();
  if (!now) return;
  if (now.sent) {
    void untilHeard(now.alarmId, what);
    return;
  }
  const stop = panic.watch((later) => {
    if (later && !later.sent) return;
    stop();
    if (later) tellLater(what);
  });
}

const LATER_TRIES = 40;
const LATER_PAUSE = 4_000;

/** Help goes by it: a network that comes and goes must not lose it. */
async function untilHeard(id: string, what: Later): Promise<void> {
  const key = newId();
  for (let tries = 0; tries < LATER_TRIES; tries += 1) {
    try {
      await request("/v1/alarms", { method: "POST", body: { id, ...what }, key });
      return;
    } catch (error) {
      if (error instanceof Problem && !passes(error.status) && error.status !== 401) return;
    }
    await new Promise((resolve) => setTimeout(resolve, LATER_PAUSE));
    if (panic.get()?.alarmId !== id) return;
  }
}

/** News from the queue about my panic. */
export function onPanicNews(news: News): void {
  if (news.what === "signed-out" || news.action.kind !== "panic") return;
  const now = panic.get();
  if (!now || now.alarmId !== news.action.subject) return;
  if (news.what === "delivered") {
    // Who was signed out everywhere is heard, and reads nothing: the answer is empty.
    const answer = news.answer as Partial<Alarm>;
    const alarm = answer.id ? (answer as Alarm) : null;
    // Who gets to read it is signed in, and this page may not know of them yet: they are told apart when they come in.
    const by = now.by || (alarm && !me() ? "" : whose);
    change({ ...now, by, sent: true, refused: false, alarmId: alarm?.id ?? now.alarmId, alarm });
  } else if (now.bare) {
    change({ ...now, refused: true });
  } else {
    // Whatever the server had against it (a visit that is over, a strange place): the bare alarm has none of that.
    const alarmId = newId();
    change({ ...now, alarmId, bare: true });
    void pressPanic(alarmId, { id: alarmId });
  }
}

/** How it stands: who was told, who has it. */
export async function refreshPanic(): Promise<void> {
  const now = panic.get();
  if (!now?.sent) return;
  try {
    const alarm = await api.alarm(now.alarmId);
    const current = panic.get();
    if (current?.alarmId === now.alarmId) change({ ...current, alarm });
  } catch (error) {
    const isGone = error instanceof Problem && error.status === 404;
    if (isGone && panic.get()?.alarmId === now.alarmId) change(null);
  }
}

export const sayFalseAlarm = (alarmId: string) => press({ kind: "false-alarm", subject: alarmId });

const AN_HOUR = 3_600_000;

/**
 * After a reload the red screen comes back, and when somebody is back who had left this phone to another. A press of which
 * nothing is left to send, and that nobody noted as heard, is pressed again: the same alarm.
 */
export async function restorePanic(person?: string): Promise<void> {
  const owner = person ?? (await ownerOfDevice()) ?? "";
  if (whose && !person) return; // it is known by now
  whose = owner;
  const here = panic.get();
  if (here?.by && here.by !== owner) panic.set(null);
  const own = await answers.last<Panic>(ALARM + owner);
  let nobodys = await answers.last<Panic>(ALARM);
  if (whose !== owner) return;
  const { sent, alarm } = nobodys?.value ?? {};
  // Heard before anybody was known, or not heard for an hour: it is not of whoever comes in.
  if (nobodys && (owner && sent ? !alarm : !panic.get() && Date.now() - nobodys.savedAt > AN_HOUR)) {
    void answers.drop(ALARM);
    if (panic.get()?.by === "") panic.set(null);
    nobodys = null;
  }
  const last = own && isOpen(own.value) ? own : (nobodys ?? own);
  const isBack = !panic.get() && last !== null;
  if (isBack) panic.set({ ...last.value, by: last === nobodys ? "" : owner });
  const { alarmId = "" } = panic.get() ?? {};
  const heard = await answers.last(ALARM + alarmId);
  const waits = (await all()).some((action) => action.subject === alarmId && !action.refused);
  const now = panic.get();
  if (now?.alarmId !== alarmId || whose !== owner) return;
  if (heard || now.sent) change({ ...now, by: now.by || owner, sent: true });
  else if (isBack && !now.refused && !waits) void pressPanic(alarmId, { id: alarmId });
}

export function hide(hidden: boolean): void {
  const now = panic.get();
  if (now && now.hidden !== hidden) change({ ...now, hidden });
}

export const putAway = (): void => change(null);
