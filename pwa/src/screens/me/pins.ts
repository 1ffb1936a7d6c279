// The PINs as they are typed, and as the server wants them. Pure.
import type { Checked } from "../../app/useForm";

export interface PinsForm {
  pin: string;
  duressPin: string;
  password: string;
}

export interface PinsErrors {
  pin?: "pinLength";
  duressPin?: "pinLength" | "samePin";
  password?: "needed";
}

export interface PinsBody {
  password: string;
  pin: string | null;
  duressPin: string | null;
}

export const emptyPins: PinsForm = { pin: "", duressPin: "", password: "" };

const PIN = /^\d{4,8}$/;

export function checkPins({ pin, duressPin, password }: PinsForm): Checked<PinsErrors, PinsBody> {
  const errors: PinsErrors = {};
  if (!PIN.test(pin)) errors.pin = "pinLength";
  if (duressPin !== "" && !PIN.test(duressPin)) errors.duressPin = "pinLength";
  else if (duressPin !== "" && duressPin === pin) errors.duressPin = "samePin";
  if (password === "") errors.password = "needed";
  if (Object.keys(errors).length > 0) return { errors, body: null };
  return { errors, body: { password, pin, duressPin: duressPin === "" ? null : duressPin } };
}

/** Without PINs from now on, whatever is typed; the password proves who asks. */
export const checkWithoutPins = ({ password }: PinsForm): Checked<PinsErrors, PinsBody> =>
  password === ""
    ? { errors: { password: "needed" }, body: null }
    : { errors: {}, body: { password, pin: null, duressPin: null } };
