// What the server last said about my visits. Only this may make a screen say that somebody is watching.
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import type { Visit, VisitList } from "../api/types";
import { createStore } from "../app/store";
import { answers } from "../storage/database";
import { signedOut } from "../session/session";
import { deviceClock, serverClock, type Tick } from "../time/clock";

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

/** Who was last said to be watching: somebody to call when nothing can be confirmed. */
export const lastOnDuty = createStore<Visit["watch"]["onDuty"]>([]);

function rememberDuty(all: Visit[]): void {
  const onDuty = all.map((visit) => visit.watch.onDuty).find((people) => people.some((person) => person.phone));
  if (!onDuty) return;
  lastOnDuty.set(onDuty);
  void answers.keep("duty", onDuty, serverClock.wallOffset);
}

/** Keeps of two answers about a visit the later one, whichever came in last. */
export function later(held: Visit | undefined, came: Visit): Visit {
  return held && Date.parse(held.asOf) > Date.parse(came.asOf) ? held : came;
}

/** The list is the whole truth about what is planned or under way, except for what was heard after it was made. */
export function merge(held: Visit[], list: VisitList): Visit[] {
  const heldById = new Map(held.map((visit) => [visit.id, visit]));
  const listed = list.visits.map((visit) => later(heldById.get(visit.id), { ...visit, asOf: visit.asOf ?? list.asOf }));
  const ids = new Set(listed.map((visit) => visit.id));
  const newer = held.filter((visit) => !ids.has(visit.id) && Date.parse(visit.asOf) > Date.parse(list.asOf));
  return [...listed, ...newer];
}

/** Takes over the visit of an action's answer. */
export function accept(visit: Visit): void {
  rememberDuty([visit]);
  visits.update((now) => ({
    ...now,
    all: now.all.some((held) => held.id === visit.id)
      ? now.all.map((held) => (held.id === visit.id ? later(held, visit) : held))
      : [...now.all, visit],
  }));
}

/** Asks for my visits. Throws when there was no answer, so that whoever needs one knows. */
export async function hearVisits(): Promise<void> {
  try {
    const list = await api.myVisits();
    visits.update((now) => ({
      all: merge(now.all, list),
      asOf: list.asOf,
      heard: deviceClock.read(),
      silent: false,
    }));
    void answers.keep("visits", list, serverClock.wallOffset);
    rememberDuty(list.visits);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) signedOut();
    visits.update((now) => ({ ...now, silent: true }));
    throw error;
  }
}

/** The last answer of an earlier page, so that today is there without a network. It is shown as old. */
export async function recallVisits(): Promise<void> {
  const duty = await answers.last<Visit["watch"]["onDuty"]>("duty");
  if (duty && lastOnDuty.get().length === 0) lastOnDuty.set(duty.value);
  const last = await answers.last<VisitList>("visits");
  if (!last || visits.get().heard) return;
  visits.update((now) =>
    now.heard ? now : { all: last.value.visits, asOf: last.value.asOf, heard: null, silent: true },
  );
}

export function forgetVisits(): void {
  visits.set({ all: [], asOf: null, heard: null, silent: false });
  lastOnDuty.set([]);
}

export const mineUnderWay = (all: Visit[], myId: string): Visit[] =>
  all.filter((visit) => visit.state === "under_way" && visit.worker.id === myId);
