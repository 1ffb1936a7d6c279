// Another address or another worker for a planned visit, as it is filled in and as the server wants it. Pure.
import { type AddressErrors, type AddressForm, checkVisitAddress, emptyAddress } from "../addresses/address";
import type { ChangedVisit, Visit } from "../api/types";
import type { Checked } from "../app/useForm";

export interface WhereForm {
  address: AddressForm;
}

/** Empty: a new number beside the street of the old address would be read out in an alarm. */
export const beginWhere = (visit: Visit): WhereForm => ({ address: emptyAddress(visit.address.country) });

export function checkWhere(form: WhereForm): Checked<{ address: AddressErrors }, ChangedVisit> {
  const { address, errors } = checkVisitAddress(form.address);
  return { errors: { address: errors }, body: address && { address } };
}

export interface WhoForm {
  workerId: string | null;
}

export const checkWho = ({ workerId }: WhoForm): Checked<{ workerId?: "needed" }, ChangedVisit> =>
  workerId ? { errors: {}, body: { workerId } } : { errors: { workerId: "needed" }, body: null };
