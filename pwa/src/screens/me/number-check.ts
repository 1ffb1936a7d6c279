// The code from an SMS, as it is typed and as the server wants it. Pure.
import type { Checked } from "../../app/useForm";

export interface CodeForm {
  code: string;
}

export const noCode: CodeForm = { code: "" };

/** Which code it is the server knows; that words are none is said here. */
export function checkCode(form: CodeForm): Checked<{ code?: "needed" | "code" }, string> {
  const code = form.code.replace(/\s/g, "");
  if (!code) return { errors: { code: "needed" }, body: null };
  return /^\d+$/.test(code) ? { errors: {}, body: code } : { errors: { code: "code" }, body: null };
}
