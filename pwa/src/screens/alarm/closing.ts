// How an alarm ended, as it is filled in and as the server wants it. Pure.
import type { Outcome } from "../../api/types";
import { nextTime } from "../../time/format";

export interface ClosingForm {
  outcome: Outcome | null;
  /** A time on the wall until which the visit goes on; empty: as the alarm's cause says. */
  newEnd: string;
  note: string;
}

export interface ClosingBody {
  outcome: Outcome;
  note?: string;
  expectedEnd?: string;
}

export const emptyClosing: ClosingForm = { outcome: null, newEnd: "", note: "" };

export function checkClosing(
  { outcome, newEnd, note }: ClosingForm,
  now: number,
): { errors: { outcome?: "choose" }; body: ClosingBody | null } {
  if (!outcome) return { errors: { outcome: "choose" }, body: null };
  const expectedEnd = newEnd ? nextTime(newEnd, now) : null;
  const said = note.trim();
  return { errors: {}, body: { outcome, ...(said ? { note: said } : {}), ...(expectedEnd ? { expectedEnd } : {}) } };
}
