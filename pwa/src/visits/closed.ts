// Visits that somebody else ended or called off: a worker must not find out by nobody watching any more.
import { createStore } from "../app/store";
import type { Visit } from "../api/types";
import { answers } from "../storage/database";
import { serverClock } from "../time/clock";

export interface Closed {
  visitId: string;
  where: string;
  at: string;
  /** Who and why, in the server's words. */
  text: string;
}

/** Until the worker has read them. */
export const closedByOthers = createStore<Closed[]>([]);

const ENDS = new Set(["checked_out", "ended_by_alarm", "resolved", "cancelled"]);

/** Pure: by whom and why, when it was somebody else; null when it is not over, or ended by the worker. */
export function closedBy(visit: Visit, myId: string): Closed | null {
  if (visit.worker.id !== myId || (visit.state !== "ended" && visit.state !== "cancelled")) return null;
  const lines = visit.timeline.filter((line) => ENDS.has(line.kind));
  const last = lines[lines.length - 1];
  // Of a visit that ended with its alarm, who closed the alarm stands in the line before.
  const said = last?.kind === "ended_by_alarm" ? (lines[lines.length - 2] ?? last) : last;
  if (!said || !last || said.by?.id === myId) return null;
  return { visitId: visit.id, where: visit.address.line, at: last.at, text: said.text };
}

export function noteClosed(closed: Closed): void {
  const others = closedByOthers.get().filter((one) => one.visitId !== closed.visitId);
  set([...others, closed]);
}

export const readClosed = (visitId: string): void => set(closedByOthers.get().filter((one) => one.visitId !== visitId));

export async function restoreClosed(): Promise<void> {
  const last = await answers.last<Closed[]>("closed");
  if (last && closedByOthers.get().length === 0) closedByOthers.set(last.value);
}

function set(closed: Closed[]): void {
  closedByOthers.set(closed);
  void answers.keep("closed", closed, serverClock.wallOffset);
}
