// What is done in somebody's place, only with a reason that stays in the story. Pure.
import type { Checked } from "../app/useForm";

export interface ReasonForm {
  reason: string;
}

export const noReason: ReasonForm = { reason: "" };

export function checkReason(form: ReasonForm): Checked<{ reason?: "reason" }, string> {
  const reason = form.reason.trim();
  return reason ? { errors: {}, body: reason } : { errors: { reason: "reason" }, body: null };
}
