// Why somebody's second step is taken away, as it is typed. Pure.
import type { Checked, Wrong } from "../../app/useForm";

export interface Reason {
  reason: string;
}

export const noReason: Reason = { reason: "" };

export function checkReason({ reason }: Reason): Checked<{ reason?: Wrong }, string> {
  const said = reason.trim();
  return said ? { errors: {}, body: said } : { errors: { reason: "needed" }, body: null };
}
