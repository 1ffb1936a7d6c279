// What has to be done about a visit, and what comes after that, in words. Pure.
import type { BoardVisit } from "../../api/types";
import { t } from "../../texts/later";
import type { Coming } from "../../desk/next-step";
import { clockTime, countdown } from "../../time/format";

export interface Next {
  text: string;
  /** Somebody at the desk should act now. */
  now: boolean;
}

/** Milliseconds before something comes from which one counts down to it; until then its time says enough. */
export const COUNTS_FROM = 600_000;

export function nextOf({ checkCall, well, next }: Pick<BoardVisit, "checkCall" | "well" | "next">): Next {
  if (checkCall === "asked") return { text: t.board.callNow, now: true };
  return {
    text: well ? t.board.allWell(clockTime(well.at), well.by) : "",
    now: next?.kind === "check_call_unanswered",
  };
}

/** "om 14:30", or "over 04:12" when it is near, or "nu". */
export function when(dueAt: string, now: number): string {
  const left = Date.parse(dueAt) - now;
  if (left <= 0) return t.board.atOnce;
  return left > COUNTS_FROM ? t.board.atTime(clockTime(dueAt)) : t.board.inTime(countdown(left));
}

/** What the clock does next about a visit without an alarm, as a sentence; null when it does nothing more. */
export function thenOf(next: BoardVisit["next"], now: number): Coming | null {
  return next && { say: t.board.comesNext[next.kind] ?? t.board.comesSomething, when: when(next.dueAt, now) };
}
