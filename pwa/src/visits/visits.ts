// What the server last said about my visits. Only this may make a screen say that somebody is watching.
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import type { Visit, VisitList } from "../api/types";
import { createStore } from "../app/store";
import { answers } from "../storage/database";
import { me, signedOut } from "../session/session";
import { closedBy, closedByOthers, noteClosed, restoreClosed } from "./closed";
import { homeBy } from "./state";
import { deviceClock, serverClock, type Tick } from "../time/clock";
import { within } from "../time/within";

export interface Visits {
  all: Visit[];
  /** Server time of the last answer; null when it was never heard in this page. */
  asOf: string | null;
  /** When it was heard, by this device's clocks. */
  heard: Tick | null;
  /** The last question got no answer. */
  silent: boolean;
}

export const visits = createStore<Visits>({ all: [], asOf: null, heard: null, silent: false });

/** Keeps of two answers about a visit the later one, whichever came in last. */
export function later(held: Visit | undefined, came: Visit): Visit {
  return held && Date.parse(held.asOf) > Date.parse(came.asOf) ? held : came;
}

/** The list is the whole truth about what is planned or under way, except for what was heard after it was made. */
export function merge(held: Visit[], list: VisitList): Visit[] {
  const heldById = new Map(held.map((visit) => [visit.id, visit]));
  const listed = list.visits.map((visit) => later(heldById.get(visit.id), { ...visit, asOf: visit.asOf ?? list.asOf }));
  const ids = new Set(listed.map((visit) => visit.id));
  // Who is on the way is still waited for, though the visit is over.
  const newer = held.filter(
    (visit) => !ids.has(visit.id) && (homeBy(visit) !== null || Date.parse(visit.asOf) > Date.parse(list.asOf)),
  );
  return [...listed, ...newer];
}

/** Takes over the visit of an action's answer. */
export function accept(visit: Visit): void {
  visits.update((now) => ({
    ...now,
    all: now.all.some((held) => held.id === visit.id)
      ? now.all.map((held) => (held.id === visit.id ? later(held, visit) : held))
      : [...now.all, visit],
  }));
}

/** Asks for my visits. Throws when there was no answer, so that whoever needs one knows. */
export async function refreshVisits(): Promise<void> {
  try {
    await restored;
    const before = visits.get().all;
    const list = await api.myVisits();
    const listed = new Set(list.visits.map(({ id }) => id));
    // Before the list is taken over: were this answer lost, nobody would ever say why the visit is gone.
    await Promise.all(before.filter(({ id }) => !listed.has(id)).map(refreshGone));
    visits.update((now) => ({
      all: merge(now.all, list),
      asOf: list.asOf,
      heard: deviceClock.read(),
      silent: false,
    }));
    void answers.keep("visits", { ...list, visits: visits.get().all }, serverClock.wallOffset);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) signedOut(error.onlyAlarms);
    visits.update((now) => ({ ...now, silent: true }));
    throw error;
  }
}

let begun: Promise<void> | null = null;
/** Until the first answer, or that there is none. */
let listed: Promise<unknown> = Promise.resolve();

/** Asks for them before there is a screen; whoever refreshes them first has that answer. */
export function beginVisits(): void {
  if (document.visibilityState === "hidden") return;
  begun = refreshVisits();
  listed = begun.catch(() => undefined);
}

/** Milliseconds that what only stands beside the visits waits for them. */
const AFTER_YOU = 3_000;

/** Once the visits that were begun with are there: a slow line brings them first. At once where nobody began. */
export const firstVisits = (): Promise<unknown> => within(AFTER_YOU, () => listed, undefined);

/** As `refreshVisits`, but what was begun with is not asked twice. */
export function nextVisits(): Promise<void> {
  const first = begun;
  begun = null;
  return first ?? refreshVisits();
}

/** A visit that is no longer listed: it was ended or called off, or its worker is on the way. */
async function refreshGone(gone: Visit): Promise<void> {
  const held = visits.get().all.find(({ id }) => id === gone.id) ?? gone;
  const goesHome = homeBy(held) !== null || Boolean(held.wayBack);
  // What this phone itself ended, it has heard of already.
  if (!goesHome && held.state !== "under_way" && held.state !== "planned") return;
  const now = await api.visit(gone.id).catch((error: unknown) => {
    if (error instanceof Problem && (error.status === 403 || error.status === 404)) return null;
    throw error;
  });
  if (!now) return;
  accept(now);
  const closed = goesHome ? null : closedBy(now, now.worker.id);
  if (closed && now.worker.id === me()?.id) noteClosed(closed);
}

/** What an earlier page knew is there before the first answer, so that what changed since shows. */
let restored: Promise<void> = Promise.resolve();

/** The last answer of an earlier page, so that today is there without a network. It is shown as old. */
export function restoreVisits(): Promise<void> {
  restored = restore();
  return restored;
}

async function restore(): Promise<void> {
  await restoreClosed();
  const last = await answers.last<VisitList>("visits");
  if (!last || visits.get().heard) return;
  visits.update((now) =>
    now.heard ? now : { all: last.value.visits, asOf: last.value.asOf, heard: null, silent: true },
  );
}

export function forgetVisits(): void {
  begun = null;
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  closedByOthers.set([]);
}

export const mineUnderWay = (all: Visit[], myId: string): Visit[] =>
  all.filter((visit) => visit.state === "under_way" && visit.worker.id === myId);
