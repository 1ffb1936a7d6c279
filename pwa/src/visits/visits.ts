// What the server last said about my visits. Only this may make a screen say that somebody is watching.
import { askedAt, moment } from "../api/ask";
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import type { Visit, VisitList } from "../api/types";
import { createStore } from "../app/store";
import { answers, whenForgotten } from "../storage/database";
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

/** Whether they go there, or come along. */
export const isInside = ({ worker, companions }: Visit, personId: string): boolean =>
  worker.id === personId || companions.some((one) => one.personId === personId && one.declinedAt === null);

/** When what this page has of a visit was heard; not of what an earlier page kept. */
const heardAt = new WeakMap<Visit, number>();

/**
 * Whether what is held is newer than an answer to what was asked at that moment. What was asked after it was heard never
 * is: the server's clock may have been set back. Of two that crossed, the server says by its time which is the later.
 */
const isNewer = (held: Visit, asked: number, asOf: string): boolean =>
  (heardAt.get(held) ?? 0) > asked && Date.parse(held.asOf) > Date.parse(asOf);

function later(held: Visit | undefined, came: Visit, asked: number): Visit {
  if (held && isNewer(held, asked, came.asOf)) return held;
  heardAt.set(came, moment());
  return came;
}

/** The list is the whole truth about what is planned or under way, except for what was heard after it was made. */
function merge(held: Visit[], list: VisitList, asked: number): Visit[] {
  const heldById = new Map(held.map((visit) => [visit.id, visit]));
  const listed = list.visits.map((visit) =>
    later(heldById.get(visit.id), { ...visit, asOf: visit.asOf ?? list.asOf }, asked),
  );
  const ids = new Set(listed.map((visit) => visit.id));
  // Who is on the way is still waited for, though the visit is over.
  const newer = held.filter(
    (visit) => !ids.has(visit.id) && (homeBy(visit) !== null || isNewer(visit, asked, list.asOf)),
  );
  return [...listed, ...newer];
}

/** Takes over the visit of an answer, to what was asked no sooner than that moment. */
export function accept(visit: Visit, asked = askedAt.get(visit) ?? 0): void {
  visits.update((now) => ({
    ...now,
    all: now.all.some(({ id }) => id === visit.id)
      ? now.all.map((held) => (held.id === visit.id ? later(held, visit, asked) : held))
      : [...now.all, later(undefined, visit, asked)],
  }));
}

/** Before this was asked what was heard last. Of two lists that crossed, the one that was asked for first says nothing more. */
let newest = 0;

/** Asks for my visits. Throws when there was no answer, so that whoever needs one knows. */
export async function refreshVisits(): Promise<void> {
  try {
    await restored;
    const before = visits.get().all;
    const asked = moment();
    const list = await api.myVisits();
    if (asked < newest) return;
    newest = asked;
    const listed = new Set(list.visits.map(({ id }) => id));
    // Before the list is taken over: were this answer lost, nobody would ever say why the visit is gone.
    await Promise.all(before.filter(({ id }) => !listed.has(id)).map(refreshGone));
    if (asked < newest) return; // meanwhile a later one came, or somebody else
    visits.update((now) => ({
      all: merge(now.all, list, asked),
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
  const asked = moment();
  const now = await api.visit(gone.id).catch((error: unknown) => {
    if (error instanceof Problem && (error.status === 403 || error.status === 404)) return null;
    throw error;
  });
  const myId = me()?.id;
  // A plan that became a colleague's is in no list of mine any more, though I may read it.
  if (!now || (myId && !isInside(now, myId))) return;
  accept(now, asked);
  const closed = goesHome ? null : closedBy(now, now.worker.id);
  if (closed && now.worker.id === myId) noteClosed(closed);
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
  newest = moment(); // what is on its way is of somebody else
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  closedByOthers.set([]);
}

whenForgotten(forgetVisits);

/** Whether somebody is out on it now, as its worker or along, and did not say that they can't. */
export const isOn = ({ state, worker, companions }: Visit, id: string): boolean =>
  state === "under_way" &&
  (worker.id === id || companions.some((one) => one.personId === id && one.declinedAt === null));

export const mineUnderWay = (all: Visit[], myId: string): Visit[] =>
  all.filter((visit) => visit.state === "under_way" && visit.worker.id === myId);
