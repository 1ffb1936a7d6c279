// Who holds a function of the protocol, as it is filled in and as the server wants it. Pure.
import type { FunctionHeld, HolderIn } from "../../api/types";
import type { Checked } from "../../app/useForm";

export interface HolderForm {
  /** Somebody who works here, or somebody outside. */
  who: "person" | "party";
  personId: string;
  /** Empty: for the whole organisation. */
  teamId: string;
  name: string;
  contact: string;
  email: string;
  phone: string;
  address: string;
}

export interface HolderErrors {
  personId?: "choose";
  teamId?: "choose";
  name?: "needed";
  phone?: "reach";
}

export const noHolder: HolderForm = {
  who: "person",
  personId: "",
  teamId: "",
  name: "",
  contact: "",
  email: "",
  phone: "",
  address: "",
};

/** ofATeam: nobody holds this function for the whole organisation. */
export const checkHolder =
  (ofATeam: boolean) =>
  (form: HolderForm): Checked<HolderErrors, HolderIn> => {
    const errors: HolderErrors = {};
    const teamId = form.teamId || null;
    if (ofATeam && !teamId) errors.teamId = "choose";
    if (form.who === "person") {
      if (!form.personId) errors.personId = "choose";
      return { errors, body: Object.keys(errors).length > 0 ? null : { teamId, personId: form.personId } };
    }
    const [name, contact, email, phone, address] = [form.name, form.contact, form.email, form.phone, form.address].map(
      (one) => one.trim(),
    ) as [string, string, string, string, string];
    if (!name) errors.name = "needed";
    if (!email && !phone && !address) errors.phone = "reach";
    if (Object.keys(errors).length > 0) return { errors, body: null };
    return { errors, body: { teamId, party: { name, contact, email: email || null, phone: phone || null, address } } };
  };

/** Everybody who holds it now, to be sent along with a change: what is not sent, is gone. */
export const asSent = (held: FunctionHeld["holders"]): HolderIn[] =>
  held.map(({ team, person, party }) => ({
    teamId: team?.id ?? null,
    ...(person ? { personId: person.id } : { party }),
  }));

/** Which of the server's errors belong at which field: those of the holder that was added last. */
export const holderFieldAt =
  (added: number) =>
  (pointer: string): string | undefined => {
    const [, holders, number, ...rest] = pointer.split("/");
    if (holders !== "holders" || Number(number) !== added) return undefined;
    const field = rest[rest.length - 1];
    return field === "party" ? undefined : field;
  };
