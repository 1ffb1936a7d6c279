// What has to be done about a visit, in words. Pure.
import type { BoardVisit } from "../../api/types";
import { t } from "../../texts/later";
import { clockTime } from "../../time/format";

export interface Next {
  text: string;
  /** Somebody at the desk should act now. */
  now: boolean;
}

export function nextOf(visit: Pick<BoardVisit, "checkCall" | "next">): Next {
  const { checkCall, next: nextDeadline } = visit;
  if (checkCall === "asked") return { text: t.board.callNow, now: true };
  const done = checkCall === "ok" ? t.board.allWell : "";
  if (!nextDeadline) return { text: done, now: false };
  const what = t.deadlines[nextDeadline.kind] ?? nextDeadline.kind;
  const next = t.board.next(what, clockTime(nextDeadline.dueAt));
  return { text: done ? `${done}. ${next}` : next, now: nextDeadline.kind === "check_call_unanswered" };
}
