// The PINs as they are typed, and as the server wants them. Pure.
import { t } from "../../texts";

export interface PinsForm {
  pin: string;
  duressPin: string;
  password: string;
}

export interface PinsErrors {
  pin?: string;
  duressPin?: string;
}

export interface PinsBody {
  password: string;
  pin: string | null;
  duressPin: string | null;
}

export const emptyPins: PinsForm = { pin: "", duressPin: "", password: "" };

const PIN = /^\d{4,8}$/;

export function checkPins(form: PinsForm): { errors: PinsErrors; body: PinsBody | null } {
  const { pin, duressPin, password } = form;
  const errors: PinsErrors = {};
  if (!PIN.test(pin)) errors.pin = t.pin.length;
  if (duressPin !== "" && !PIN.test(duressPin)) errors.duressPin = t.pin.length;
  else if (duressPin !== "" && duressPin === pin) errors.duressPin = t.pin.same;
  if (Object.keys(errors).length > 0) return { errors, body: null };
  return { errors, body: { password, pin, duressPin: duressPin === "" ? null : duressPin } };
}

/** Without PINs from now on; the password proves who asks. */
export const withoutPins = ({ password }: PinsForm): PinsBody => ({ password, pin: null, duressPin: null });
