// The list of who is where that the board keeps on this device, for when the server or the network is gone.
import { useEffect, useState } from "preact/hooks";
import type { Board, BoardVisit, Whereabouts } from "../api/types";
import { answers, whenForgotten } from "../storage/database";
import { deviceClock, serverClock } from "../time/clock";

const NAME = "whereabouts";
type Stay = Whereabouts["underWay"][number];

/** The lists as they were at one moment, and the teams of which nobody was out. */
export interface Kept {
  asOf: string;
  lists: Whereabouts[];
  quiet: string[];
}

/** The part of a board that is worth keeping: no name of a client, nothing of the register. */
export function keptOf(board: Board): Kept {
  const busy = new Set(board.watches.map(({ team }) => team.id));
  return {
    asOf: board.asOf,
    lists: board.watches.map((watch) => listOf(board, watch)),
    quiet: board.teams.filter(({ id }) => !busy.has(id)).map(({ name }) => name),
  };
}

/** The list of a team as the server gives it by itself (`GET /teams/{team_id}/whereabouts`), out of the rows of the
    board. */
function listOf(board: Board, { team, alone, ...watch }: Board["watches"][number]): Whereabouts {
  const ofTeam = ({ team: { id } }: BoardVisit) => id === team.id;
  const out = board.visits.filter(ofTeam).map(stayOf);
  const withoutVisit = alone.map(
    ({ task, ...one }): Stay => ({ ...one, address: null, companions: [], until: null, next: { task, at: null } }),
  );
  return {
    ...watch,
    teamId: team.id,
    team: team.name,
    asOf: board.asOf,
    underWay: [...out, ...withoutVisit].sort((a, b) => callAt(a) - callAt(b)),
    planned: board.planned.filter(ofTeam).map(stayOf),
  };
}

/** Who must be called now, or not at all, comes first; then by the time of the call. */
const callAt = ({ next }: Stay): number => (next?.at ? Date.parse(next.at) : 0);

function stayOf(visit: BoardVisit): Stay {
  const { worker, address, companions, drill, expectedEnd, task, alarm } = visit;
  return {
    worker,
    address,
    companions,
    drill,
    since: visit.startedAt ?? visit.plannedStart ?? expectedEnd,
    until: expectedEnd,
    next: task && { task, at: task === "call" ? callOf(visit) : null },
    alarmSince: alarm && alarm.cause !== "duress" ? alarm.openedAt : null,
  };
}

/** The check call that is still due, or the end: whichever comes first. */
function callOf({ expectedEnd, next }: BoardVisit): string {
  return next?.kind === "check_call" && Date.parse(next.dueAt) < Date.parse(expectedEnd) ? next.dueAt : expectedEnd;
}

export const keepList = (kept: Kept, wallOffset: number): Promise<void> => answers.keep(NAME, kept, wallOffset);

/** What is kept may be this old: writing hundreds of visits down at each answer held up what somebody pressed. */
const EVERY = 10_000;

let newest: Board | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let wrote = -Infinity;

function write(): void {
  clearTimeout(timer);
  timer = undefined;
  if (!newest) return;
  wrote = deviceClock.read().mono;
  void keepList(keptOf(newest), serverClock.wallOffset);
  newest = null;
}

/** Safari knows no idle moments. */
const whenIdle = (work: () => void): void =>
  "requestIdleCallback" in window ? void requestIdleCallback(work, { timeout: EVERY }) : work();

/** Keep this board: the first at once, the next ones soon, when the browser has nothing else to do or the page may go. */
export function keepSoon(board: Board): void {
  newest = board;
  timer ??= setTimeout(() => whenIdle(write), Math.max(0, wrote + EVERY - deviceClock.read().mono));
}

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && write());
whenForgotten(() => {
  newest = null;
});

/** What this device kept, while it is of the last day. */
export async function restoreList(): Promise<Kept | null> {
  return (await answers.last<Kept>(NAME))?.value ?? null;
}

/** What was kept by an earlier page; looked for again whenever `wanted` turns true. */
export function useKept(wanted: boolean): Kept | null {
  const [kept, setKept] = useState<Kept | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    void restoreList().then((found) => !gone && setKept(found));
    return () => {
      gone = true;
    };
  }, [wanted]);
  return kept;
}
