// A visit as it is filled in, and as the server wants it. Pure: who fills it in, and the server's time, are parameters.
import {
  ADDRESS_AT,
  checkVisitAddress,
  countryOf,
  emptyAddress,
  type AddressErrors,
  type AddressForm,
} from "../../addresses/address";
import { changedFrom, companionsOut, type CompanionOut } from "../../visits/coming-along";
import type { Country, Me, NewCompanion, NewVisit, Protocol, Visit, VisitKind } from "../../api/types";
import { asNamed } from "../../app/filling";
import type { Checked } from "../../app/useForm";
import type { Proposed } from "../../proposals/filled-in";
import { profileOf } from "../../session/profile";
import { isoDay, nextTime, wallTime } from "../../time/format";
import { NO_TROUBLE, troubleOut, whyMissing, type TroubleForm, type TroubleOut } from "../../visits/trouble-form";
import { DEFAULT_MINUTES, endOf, firstLength, startOf, type Length } from "../../visits/until";
import type { FilledIn } from "./again";

export interface VisitForm {
  address: AddressForm;
  companions: NewCompanion[];
  length: Length;
  /** It begins later: then on this day, at this time. */
  later: boolean;
  day: string;
  startTime: string;
  teamId: string;
  /** For whom the desk plans it. */
  workerId: string | null;
  clientName: string;
  clientPhone: string;
  clientReference: string;
  purpose: string;
  background: string;
  kind: VisitKind;
  occasion: Occasion | typeof NONE;
  /** After so many minutes a colleague calls. */
  callAfter: string;
  trouble: TroubleForm;
  /** When they expect to be back at the office, by the clock; empty when they did not say. */
  backTime: string;
}

/** At somebody's door there is a house number: a place without one does not stay filled in. */
export const atADoor = (kind: VisitKind, address: AddressForm, country: Country): AddressForm =>
  kind === "home_visit" && address.country === "place" ? emptyAddress(country) : address;

type Occasion = NonNullable<NewVisit["occasion"]>;

/** What no occasion and no agreed call are called among the choices. */
export const NONE = "none";

export const OCCASIONS: VisitForm["occasion"][] = [NONE, "first_meeting", "bad_news", "death"];

export interface VisitErrors {
  address: AddressErrors;
  startTime?: "needed" | "past";
  length?: "needed";
  workerId?: "needed";
  "trouble/why"?: "needed";
}

export type NewVisitBody = Omit<NewVisit, "id" | "workerId" | "ageSeconds" | "policeWanted"> & {
  workerId?: string;
  policeWanted?: boolean;
};

export interface CheckInBody extends Partial<TroubleOut> {
  expectedEnd: string;
  /** Only when somebody changed in the form who comes along. */
  companions?: CompanionOut[];
}

/** A visit that is planned begins in an hour, unless somebody says otherwise; that may be tomorrow. */
const HOUR = 3_600_000;

interface Beginning {
  me: Me;
  protocol: Protocol | null;
  /** It is planned already. */
  visit: Visit | null;
  /** What the server refused is filled in again: nobody types an address twice in the rain. */
  refused: FilledIn | null;
  fromCalendar: Proposed | null;
  /** The desk plans it for somebody. */
  desk: boolean;
}

export function beginForm({ me, protocol, visit, refused, fromCalendar, desk }: Beginning, now: number): VisitForm {
  return {
    address: refused?.address ?? fromCalendar?.address ?? emptyAddress(countryOf(me)),
    companions: visit?.companions ?? refused?.companions ?? [],
    length:
      fromCalendar?.length ??
      firstLength(profileOf(protocol, visit?.team.id ?? me.teams[0]?.id)?.visitMinutes ?? DEFAULT_MINUTES, visit),
    later: desk || fromCalendar?.start != null,
    day: fromCalendar?.start?.day ?? isoDay(now + HOUR),
    startTime: fromCalendar?.start?.time ?? wallTime(now + HOUR),
    teamId: refused?.teamId || (me.teams[0]?.id ?? ""),
    workerId: null,
    clientName: refused?.clientName ?? "",
    clientPhone: "",
    clientReference: "",
    purpose: refused?.purpose ?? "",
    background: "",
    kind: refused?.kind ?? "home_visit",
    occasion: NONE,
    callAfter: NONE,
    trouble: refused?.trouble ?? NO_TROUBLE,
    backTime: "",
  };
}

/** When it begins, in milliseconds; null when it begins now, or at no time that is one. */
export function startsAt({ later, day, startTime }: VisitForm, now: number): number | null {
  const start = later ? startOf(day, startTime, now) : null;
  return start === null ? null : Date.parse(start);
}

const none = (errors: VisitErrors): boolean =>
  Object.keys(errors.address).length === 0 &&
  !errors.startTime &&
  !errors.length &&
  !errors.workerId &&
  !errors["trouble/why"];

/** A visit that is not planned yet: begun now, or planned for later; by the desk for somebody. */
export function checkNewVisit(form: VisitForm, desk: boolean, now: number): Checked<VisitErrors, NewVisitBody> {
  const { address, errors: addressErrors } = checkVisitAddress(form.address);
  const errors: VisitErrors = { address: addressErrors };
  const start = startsAt(form, now);
  const expectedEnd = endOf(form.length, start ?? now);
  if (form.later && start === null) errors.startTime = "needed";
  if (start !== null && start < now) errors.startTime = "past";
  if (!expectedEnd) errors.length = "needed";
  if (desk && !form.workerId) errors.workerId = "needed";
  if (whyMissing(form.trouble)) errors["trouble/why"] = "needed";
  if (!address || !expectedEnd || !none(errors)) return { errors, body: null };
  const said = (name: "clientName" | "clientPhone" | "clientReference" | "purpose" | "background") => {
    const text = form[name].trim();
    return text ? { [name]: text } : {};
  };
  const backBy = form.backTime ? nextTime(form.backTime, Date.parse(expectedEnd)) : null;
  const body: NewVisitBody = {
    address,
    companions: companionsOut(form.companions),
    expectedEnd,
    checkIn: !form.later,
    ...(start !== null ? { plannedStart: new Date(start).toISOString() } : {}),
    ...(form.teamId ? { teamId: form.teamId } : {}),
    ...said("clientName"),
    ...said("clientPhone"),
    ...said("clientReference"),
    ...said("purpose"),
    ...said("background"),
    kind: form.kind,
    ...(form.occasion !== NONE ? { occasion: form.occasion } : {}),
    ...(form.callAfter !== NONE ? { callAfterMinutes: Number(form.callAfter) } : {}),
    ...troubleOut(form.trouble),
    ...(backBy ? { backBy } : {}),
    ...(desk && form.workerId ? { workerId: form.workerId } : {}),
  };
  return { errors, body };
}

/** A planned visit that begins now. began: what was filled in at first, who came along then. */
export function checkCheckIn(
  form: VisitForm,
  visit: Visit,
  began: Pick<VisitForm, "companions">,
  now: number,
): Checked<VisitErrors, CheckInBody> {
  const errors: VisitErrors = { address: {} };
  const expectedEnd = endOf(form.length, now);
  if (!expectedEnd) errors.length = "needed";
  if (whyMissing(form.trouble)) errors["trouble/why"] = "needed";
  if (!expectedEnd || !none(errors)) return { errors, body: null };
  const companions = changedFrom(began.companions, form.companions, visit.companions);
  return { errors, body: { expectedEnd, ...troubleOut(form.trouble), ...(companions ? { companions } : {}) } };
}

/** What becomes of what is filled in: a planned visit begins, one is begun or planned, or the desk plans it for somebody. */
export type Sending =
  | { what: "check-in"; visit: Visit; body: CheckInBody }
  | { what: "plan" | "plan-for"; body: NewVisitBody };

export function checkVisit(
  form: VisitForm,
  { visit, began, desk }: { visit: Visit | null; began: Pick<VisitForm, "companions">; desk: boolean },
  now: number,
): Checked<VisitErrors, Sending> {
  if (visit) {
    const { errors, body } = checkCheckIn(form, visit, began, now);
    return { errors, body: body && { what: "check-in", visit, body } };
  }
  const { errors, body } = checkNewVisit(form, desk, now);
  return { errors, body: body && { what: desk ? "plan-for" : "plan", body } };
}

/** Where an answer of the server belongs. */
export const VISIT_AT: Readonly<Record<string, string>> = {
  ...ADDRESS_AT,
  ...asNamed("workerId", "clientName", "clientPhone", "clientReference", "purpose", "background"),
  "/plannedStart": "startTime",
  "/expectedEnd": "length",
  "/backBy": "backTime",
  "/expectsTrouble": "trouble/why",
};
