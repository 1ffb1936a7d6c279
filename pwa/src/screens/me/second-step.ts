// My own password, typed before my second step is changed, and what a passkey is called. Pure.
import type { Checked, Wrong } from "../../app/useForm";

export interface Own {
  password: string;
}

export interface Called extends Own {
  name: string;
}

export const noOwn: Own = { password: "" };

export const checkOwn = ({ password }: Own): Checked<{ password?: Wrong }, string> =>
  password === "" ? { errors: { password: "needed" }, body: null } : { errors: {}, body: password };

export function checkCalled({ name, password }: Called): Checked<{ name?: Wrong; password?: Wrong }, Called> {
  const errors: { name?: Wrong; password?: Wrong } = {};
  const called = name.trim();
  if (!called) errors.name = "needed";
  if (!password) errors.password = "needed";
  return { errors, body: called && password ? { name: called, password } : null };
}
