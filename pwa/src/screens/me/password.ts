// Another password of one's own, as it is typed and as the server wants it. How strong it is, the server says. Pure.
import type { components } from "../../api/schema";
import type { Checked, Wrong } from "../../app/useForm";

export interface PasswordForm {
  now: string;
  next: string;
  again: string;
}

export interface PasswordErrors {
  now?: Wrong;
  next?: Wrong;
  again?: Wrong;
}

export const emptyPassword: PasswordForm = { now: "", next: "", again: "" };

export function checkPassword({
  now,
  next,
  again,
}: PasswordForm): Checked<PasswordErrors, components["schemas"]["NewPassword"]> {
  const errors: PasswordErrors = {};
  if (now === "") errors.now = "needed";
  if (next === "") errors.next = "needed";
  else if (next === now) errors.next = "another";
  if (again !== next) errors.again = "notTheSame";
  const good = Object.keys(errors).length === 0;
  return { errors, body: good ? { password: now, newPassword: next } : null };
}
