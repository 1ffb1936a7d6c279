// Whom to call, kept on this phone from the first sign-in on: the numbers are there before the first visit, and without
// a network.
import { api } from "../api/calls";
import type { DutyNumbers, Visit } from "../api/types";
import { createStore, useStore } from "../app/store";
import { answers, whenForgotten } from "../storage/database";
import { serverClock } from "../time/clock";

export interface Callable {
  id: string;
  name: string;
  phone: string;
}

export const dutyNumbers = createStore<DutyNumbers | null>(null);

/** Who is on duty changes through the day. */
export const ASK_NUMBERS_EVERY = 300_000;

export async function refreshNumbers(): Promise<void> {
  const heard = await api.dutyNumbers();
  dutyNumbers.set(heard);
  void answers.keep("numbers", heard, serverClock.wallOffset);
}

export async function restoreNumbers(): Promise<void> {
  const last = await answers.last<DutyNumbers>("numbers");
  if (last && !dutyNumbers.get()) dutyNumbers.set(last.value);
}

whenForgotten(() => dutyNumbers.set(null));

/** Pure: whom to call about this visit, the best first. Without a visit, who there is in any of my teams. */
export function toCall(visit: Visit | null, numbers: DutyNumbers | null, teamId?: string): Callable[] {
  const wanted = visit?.team.id ?? teamId;
  const teams = numbers?.teams ?? [];
  const mine = teams.filter(({ team }) => team.id === wanted);
  const found = [...(visit?.watch.onDuty ?? []), ...(mine.length > 0 ? mine : teams).flatMap(({ people }) => people)];
  const byId = new Map<string, Callable>();
  for (const { id, name, phone } of found) if (phone && !byId.has(id)) byId.set(id, { id, name, phone });
  return [...byId.values()];
}

export function useToCall(visit: Visit | null, teamId?: string): Callable[] {
  return toCall(visit, useStore(dutyNumbers), teamId);
}
