// A guard firm, as it is filled in and as the server wants it. Pure.
import type { Checked } from "../../app/useForm";
import { phoneNumber } from "../../time/format";

export interface GuardFirmForm {
  name: string;
  phone: string;
}

export interface GuardFirmErrors {
  name?: "needed";
  phone?: "needed";
}

export const noFirm: GuardFirmForm = { name: "", phone: "" };

export const asKept = ({ name, phone }: { name: string | null; phone: string | null }): GuardFirmForm => ({
  name: name ?? "",
  // In a field it is typed on: with spaces that a keyboard has.
  phone: phone ? phoneNumber(phone).replace(/\s/g, " ") : "",
});

/** Which numbers may not be phoned the server knows. */
export function checkGuardFirm(form: GuardFirmForm): Checked<GuardFirmErrors, GuardFirmForm> {
  const name = form.name.trim();
  const phone = form.phone.trim();
  const errors: GuardFirmErrors = {};
  if (!name) errors.name = "needed";
  if (!phone) errors.phone = "needed";
  return { errors, body: name && phone ? { name, phone } : null };
}
