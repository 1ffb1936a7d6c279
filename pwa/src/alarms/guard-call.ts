// A call to the guard firm, as it is written down and as the server wants it. Pure.
import type { GuardCallBody, GuardOutcome } from "../api/types";

export interface GuardCallForm {
  outcome: GuardOutcome | null;
  minutes: string;
  note: string;
}

export interface GuardCallErrors {
  outcome?: "needed";
  minutes?: "minutes";
}

export const beginGuardCall: GuardCallForm = { outcome: null, minutes: "", note: "" };

/** Nobody waits longer for a guard than this. */
const LONGEST_MINUTES = 240;

export function checkGuardCall(form: GuardCallForm): { errors: GuardCallErrors; body: GuardCallBody | null } {
  const { outcome } = form;
  const errors: GuardCallErrors = {};
  const minutes = outcome === "comes" ? form.minutes.trim() : "";
  const counted = Number(minutes);
  if (outcome === null) errors.outcome = "needed";
  if (minutes && !(Number.isInteger(counted) && counted >= 0 && counted <= LONGEST_MINUTES)) errors.minutes = "minutes";
  if (outcome === null || errors.minutes) return { errors, body: null };
  const note = form.note.trim();
  return { errors, body: { outcome, ...(minutes ? { minutes: counted } : {}), ...(note ? { note } : {}) } };
}
