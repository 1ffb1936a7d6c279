// A proposal as it is filled in, and as the server wants it. Pure.
import type { Advice, Country, Criterion, Incident, Mark, NewMark, Visit } from "../../api/types";
import type { Checked } from "../../app/useForm";
import {
  ADDRESS_AT,
  checkAddress,
  emptyAddress,
  formOf,
  type AddressErrors,
  type AddressForm,
} from "../../addresses/address";

export interface ProposalForm {
  address: AddressForm;
  about: Mark["about"];
  personName: string;
  criteria: Criterion[];
  advice: Advice[];
  notFor: string[];
  instruction: string;
  reason: string;
  measure: string;
  /** The report that it comes from. */
  incidentId: string | null;
  validFrom: string;
  reviewDate: string;
  endsOn: string;
}

export interface ProposalErrors {
  address?: AddressErrors;
  personName?: "needed";
  advice?: "advice";
  notFor?: "investigator";
  reason?: "reason";
  reviewDate?: "today";
  validFrom?: "beforeReview";
  endsOn?: "afterReview";
}

export type ProposalBody = Omit<NewMark, "id">;

export const HALF_A_YEAR = 182;

/** A day later by the calendar, whatever the clock does that night. */
export function daysAfter(day: string, days: number): string {
  const moment = new Date(`${day}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

export function emptyProposal(country: Country, today: string): ProposalForm {
  const reviewDate = daysAfter(today, HALF_A_YEAR);
  return {
    address: emptyAddress(country),
    about: "household",
    personName: "",
    criteria: [],
    advice: [],
    notFor: [],
    instruction: "",
    reason: "",
    measure: "",
    incidentId: null,
    validFrom: today,
    reviewDate,
    endsOn: daysAfter(reviewDate, HALF_A_YEAR),
  };
}

/** A mark as it is, to propose it otherwise. It counts from today, and is looked at as if it were new. */
export function proposalOf(mark: Mark, today: string): ProposalForm {
  return {
    ...emptyProposal(mark.address.country, today),
    address: formOf(mark.address),
    about: mark.about,
    personName: mark.personName ?? "",
    criteria: mark.criteria,
    advice: mark.advice,
    notFor: mark.notFor.map(({ id }) => id),
    instruction: mark.instruction ?? "",
    reason: mark.reason,
    measure: mark.measure ?? "",
  };
}

/** What somebody expects on a visit, as a proposal: its address and why. The advice is for them to choose. */
export function proposalFor(visit: Visit, today: string): ProposalForm {
  return {
    ...emptyProposal(visit.address.country === "BE" ? "BE" : "NL", today),
    ...(visit.address.country === "place" ? {} : { address: formOf(visit.address) }),
    criteria: ["expected_trouble"],
    reason: visit.expectsTrouble ?? "",
  };
}

/** What a report tells of who did it, as a proposal: where, who, and what was done. The advice is for them to choose. */
export function proposalFrom(incident: Incident, country: Country, today: string): ProposalForm {
  const address = incident.aggressor?.address ?? incident.address;
  const name = incident.aggressor?.name ?? "";
  return {
    ...emptyProposal(address?.country ?? country, today),
    ...(address ? { address: formOf(address) } : {}),
    about: name ? "person" : "household",
    personName: name,
    criteria: ["incidents"],
    incidentId: incident.id,
  };
}

export function checkProposal(form: ProposalForm, today: string): Checked<ProposalErrors, ProposalBody> {
  const { address, errors: wrongAddress } = checkAddress(form.address);
  const errors: ProposalErrors = {};
  const named = form.advice.includes("not_this_employee") ? form.notFor : [];
  if (!address) errors.address = wrongAddress;
  if (form.about === "person" && !form.personName.trim()) errors.personName = "needed";
  if (form.advice.length === 0) errors.advice = "advice";
  if (form.criteria.includes("fraud_investigation") && named.length === 0) errors.notFor = "investigator";
  if (!form.reason.trim()) errors.reason = "reason";
  if (!form.reviewDate || form.reviewDate < today) errors.reviewDate = "today";
  else if (form.validFrom > form.reviewDate) errors.validFrom = "beforeReview";
  if (!form.endsOn || form.endsOn < form.reviewDate) errors.endsOn = "afterReview";
  if (!address || Object.keys(errors).length > 0) return { errors, body: null };
  return {
    errors,
    body: {
      address,
      criteria: form.criteria,
      advice: form.advice,
      notFor: named,
      reason: form.reason.trim(),
      reviewDate: form.reviewDate,
      endsOn: form.endsOn,
      // From today is from now: a mark that waits for midnight warns nobody this afternoon.
      ...(form.validFrom > today ? { validFrom: form.validFrom } : {}),
      ...(form.about === "person" ? { personName: form.personName.trim() } : {}),
      ...(form.instruction.trim() ? { instruction: form.instruction.trim() } : {}),
      ...(form.incidentId ? { incidentId: form.incidentId } : {}),
      ...(form.measure.trim() ? { measure: form.measure.trim() } : {}),
    },
  };
}

const NAMED = /^\/(personName|criteria|advice|notFor|instruction|reason|measure|validFrom|reviewDate|endsOn)\b/;

/** Where an answer of the server belongs: "/notFor/0" is about one of those chosen. */
export const proposalField = (pointer: string): string | undefined => ADDRESS_AT[pointer] ?? NAMED.exec(pointer)?.[1];

/** An earlier investigation means: not by the same employee. The advice follows the criterion, and never goes away by it. */
export function withCriteria(form: ProposalForm, criteria: Criterion[]): ProposalForm {
  const asks = criteria.includes("fraud_investigation") && !form.advice.includes("not_this_employee");
  return { ...form, criteria, advice: asks ? [...form.advice, "not_this_employee"] : form.advice };
}
