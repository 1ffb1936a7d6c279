// A code of the second step, and why one is taken away, as they are typed. Pure.
import type { Checked, Wrong } from "../app/useForm";

export interface Typed {
  code: string;
}

export const nothingTyped: Typed = { code: "" };

/** Six digits or a recovery code: which of them it is, the server sees. */
export function checkCode({ code }: Typed): Checked<{ code?: Wrong }, string> {
  const typed = code.trim();
  return typed ? { errors: {}, body: typed } : { errors: { code: "needed" }, body: null };
}
