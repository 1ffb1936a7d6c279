// My own password, typed before my second step is changed. Pure.
import type { Checked, Wrong } from "../../app/useForm";

export interface Own {
  password: string;
}

export const noOwn: Own = { password: "" };

export const checkOwn = ({ password }: Own): Checked<{ password?: Wrong }, string> =>
  password === "" ? { errors: { password: "needed" }, body: null } : { errors: {}, body: password };
