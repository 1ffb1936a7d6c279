// That the police was told beforehand, as it is filled in and as the server wants it. Pure.
import type { Checked } from "../app/useForm";

export interface PoliceToldForm {
  reference: string;
}

export const noReference: PoliceToldForm = { reference: "" };

/** A reference may be empty: nothing can be wrong here. */
export const checkPoliceTold = ({ reference }: PoliceToldForm): Checked<Record<string, never>, string> => ({
  errors: {},
  body: reference.trim(),
});
