// What is said of a task, as forms. Pure.
import type { Checked } from "../app/useForm";

export interface DropForm {
  reason: string;
}

export function checkDrop(form: DropForm): Checked<{ reason?: "reason" }, { reason: string }> {
  const reason = form.reason.trim();
  return reason ? { errors: {}, body: { reason } } : { errors: { reason: "reason" }, body: null };
}

export interface HandOverForm {
  personId: string | null;
}

export const toNobody: HandOverForm = { personId: null };

export function checkHandOver({ personId }: HandOverForm): Checked<{ personId?: "choose" }, { personId: string }> {
  return personId ? { errors: {}, body: { personId } } : { errors: { personId: "choose" }, body: null };
}
