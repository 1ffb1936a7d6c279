// What is typed where somebody comes in by a link, as the server wants it. Pure.
import type { Checked, Wrong } from "../../app/useForm";

export interface NewPassword {
  next: string;
  again: string;
}

export const noPassword: NewPassword = { next: "", again: "" };

/** How strong it is, the server says. */
export function checkNewPassword({ next, again }: NewPassword): Checked<{ next?: Wrong; again?: Wrong }, string> {
  const errors: { next?: Wrong; again?: Wrong } = {};
  if (next === "") errors.next = "needed";
  if (again !== next) errors.again = "notTheSame";
  return { errors, body: Object.keys(errors).length === 0 ? next : null };
}

export interface Address {
  email: string;
}

export const noAddress: Address = { email: "" };

export function checkAddress({ email }: Address): Checked<{ email?: Wrong }, string> {
  const address = email.trim();
  return address ? { errors: {}, body: address } : { errors: { email: "needed" }, body: null };
}
