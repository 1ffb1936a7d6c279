// What is noted of a mark, and what is asked for from the register, as it is filled in and as the server wants it. Pure.
import { checkAddress, emptyAddress, type AddressErrors, type AddressForm } from "../../addresses/address";
import type { AddressIn, Country, PersonConcerned } from "../../api/types";
import type { Checked } from "../../app/useForm";
import { daysAfter, HALF_A_YEAR } from "./proposal";

export interface ReviewForm {
  reviewDate: string;
  endsOn: string;
}

export interface ReviewErrors {
  reviewDate?: "today";
  endsOn?: "afterReview";
}

export const beginReview = (today: string): ReviewForm => ({
  reviewDate: daysAfter(today, HALF_A_YEAR),
  endsOn: daysAfter(today, 2 * HALF_A_YEAR),
});

/** When to look again, and when it ends: not in the past, and not the wrong way round. */
export function checkReview(form: ReviewForm, today: string): Checked<ReviewErrors, ReviewForm> {
  const errors: ReviewErrors = {};
  if (!form.reviewDate || form.reviewDate < today) errors.reviewDate = "today";
  if (!form.endsOn || form.endsOn < form.reviewDate) errors.endsOn = "afterReview";
  return { errors, body: Object.keys(errors).length > 0 ? null : form };
}

export type ConcernedForm = Record<keyof PersonConcerned, string>;

export interface ConcernedErrors {
  informedOn?: "notYet";
  notInformedBecause?: "told";
  objectedOn?: "notYet";
  objection?: "needed";
}

export const beginConcerned = (noted: PersonConcerned): ConcernedForm => ({
  informedOn: noted.informedOn ?? "",
  notInformedBecause: noted.notInformedBecause ?? "",
  objectedOn: noted.objectedOn ?? "",
  objection: noted.objection ?? "",
  objectionOutcome: noted.objectionOutcome ?? "",
});

/** What was done has been done by today. Without a day there is no objection, and what was typed of one is not sent. */
export function checkConcerned(form: ConcernedForm, today: string): Checked<ConcernedErrors, PersonConcerned> {
  const errors: ConcernedErrors = {};
  if (form.informedOn > today) errors.informedOn = "notYet";
  if (form.informedOn && form.notInformedBecause.trim()) errors.notInformedBecause = "told";
  if (form.objectedOn > today) errors.objectedOn = "notYet";
  if (form.objectedOn && !form.objection.trim()) errors.objection = "needed";
  if (Object.keys(errors).length > 0) return { errors, body: null };
  const said = (text: string) => text.trim() || null;
  return {
    errors,
    body: {
      informedOn: said(form.informedOn),
      notInformedBecause: said(form.notInformedBecause),
      objectedOn: said(form.objectedOn),
      objection: form.objectedOn ? said(form.objection) : null,
      objectionOutcome: form.objectedOn ? said(form.objectionOutcome) : null,
    },
  };
}

export interface AccessForm {
  address: AddressForm;
  personName: string;
  withNames: boolean;
}

export type AccessFormat = "json" | "xlsx";

export interface AccessBody {
  address: AddressIn;
  personName?: string;
  format: AccessFormat;
  withNames: boolean;
}

export const beginAccess = (country: Country): AccessForm => ({
  address: emptyAddress(country),
  personName: "",
  withNames: false,
});

export function checkAccess(form: AccessForm, format: AccessFormat): Checked<{ address?: AddressErrors }, AccessBody> {
  const { address, errors } = checkAddress(form.address);
  if (!address) return { errors: { address: errors }, body: null };
  const personName = form.personName.trim();
  return { errors: {}, body: { address, format, withNames: form.withNames, ...(personName ? { personName } : {}) } };
}
