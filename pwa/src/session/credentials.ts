// Who signs in, as it is typed and as the server wants it. Pure.
import type { Checked } from "../app/useForm";

export interface Credentials {
  email: string;
  password: string;
}

export interface CredentialErrors {
  email?: "needed" | "email";
  password?: "needed";
}

export const noCredentials: Credentials = { email: "", password: "" };

/** A password is never trimmed: a space may be part of it. */
export function checkCredentials({ email, password }: Credentials): Checked<CredentialErrors, Credentials> {
  const address = email.trim();
  const errors: CredentialErrors = {};
  if (!address) errors.email = "needed";
  else if (!/^\S+@\S+$/.test(address)) errors.email = "email";
  if (!password) errors.password = "needed";
  return { errors, body: Object.keys(errors).length > 0 ? null : { email: address, password } };
}
