// The complete form of a report as somebody fills it in: from the report, and back to what the server is told.
import { checkAddress, emptyAddress, formOf, type AddressForm } from "../addresses/address";
import type { ChangedIncident, Country, Incident, IncidentChannel } from "../api/types";
import { instantOf, isoDay, wallTime } from "../time/format";

type Whose = Incident["damages"][number]["whose"];

export interface DamageAnswer {
  id: string | null;
  whose: Whose;
  what: string;
  amount: string;
}

export type Hit = Incident["stalkingLog"][number]["hit"][number];
export type Gender = "m" | "v" | "x";

/** One fact of a stalking log. */
export interface SightingAnswer {
  id: string | null;
  day: string;
  time: string;
  circumstances: string;
  witnesses: string;
  hit: Hit[];
  evidence: string;
}

export interface Answers {
  description: string;
  conductClass: string | null;
  expressions: string[];
  stalkingLog: SightingAnswer[];
  aggressorAddress: AddressForm;
  gender: Gender | null;
  employeeBorn: string;
  employeeAddress: AddressForm;
  employment: string;
  position: string;
  department: string;
  phone: string;
  behaviours: { id: string; channel: IncidentChannel }[];
  attempts: string;
  level: string | null;
  motive: string | null;
  persistent: boolean;
  extreme: boolean;
  threatToCome: boolean;
  injured: boolean | null;
  injury: string;
  damage: boolean | null;
  damages: DamageAnswer[];
  police: boolean | null;
  policeWhy: string;
  policeOn: string;
  aftercare: boolean | null;
  aftercareWhat: string;
  further: boolean | null;
  furtherWhat: string;
  witnesses: { name: string; contact: string; personId: string | null }[];
  name: string;
  initials: string;
  dateOfBirth: string;
  clientReference: string;
}

/** What a report says before anybody answered anything. country: of the addresses that are typed. */
export const noAnswers = (country: Country): Answers => ({
  description: "",
  conductClass: null,
  expressions: [],
  stalkingLog: [],
  aggressorAddress: emptyAddress(country),
  gender: null,
  employeeBorn: "",
  employeeAddress: emptyAddress(country),
  employment: "",
  position: "",
  department: "",
  phone: "",
  behaviours: [],
  attempts: "",
  level: null,
  motive: null,
  persistent: false,
  extreme: false,
  threatToCome: false,
  injured: null,
  injury: "",
  damage: null,
  damages: [],
  police: null,
  policeWhy: "",
  policeOn: "",
  aftercare: null,
  aftercareWhat: "",
  further: null,
  furtherWhat: "",
  witnesses: [],
  name: "",
  initials: "",
  dateOfBirth: "",
  clientReference: "",
});

export const answersOf = (incident: Incident, country: Country = "NL"): Answers => ({
  description: incident.description,
  conductClass: incident.conductClass,
  expressions: incident.expressions,
  stalkingLog: incident.stalkingLog.map((one) => ({
    id: one.id,
    day: isoDay(one.at),
    time: wallTime(one.at),
    circumstances: one.circumstances,
    witnesses: one.witnesses ?? "",
    hit: one.hit,
    evidence: one.evidence ?? "",
  })),
  aggressorAddress: incident.aggressor?.address ? formOf(incident.aggressor.address) : emptyAddress(country),
  gender: (incident.employeeDetails?.gender as Gender | null | undefined) ?? null,
  employeeBorn: incident.employeeDetails?.dateOfBirth ?? "",
  employeeAddress: incident.employeeDetails?.address ? formOf(incident.employeeDetails.address) : emptyAddress(country),
  employment: incident.employeeDetails?.employment ?? "",
  position: incident.employeeDetails?.position ?? "",
  department: incident.employeeDetails?.department ?? "",
  phone: incident.employeeDetails?.phone ?? "",
  behaviours: incident.behaviours.map(({ id, channel }) => ({ id, channel })),
  attempts: incident.attempts === null ? "" : String(incident.attempts),
  level: incident.level,
  motive: incident.motive,
  persistent: incident.persistent,
  extreme: incident.extreme,
  threatToCome: incident.threatToCome,
  injured: incident.injured,
  injury: incident.injury?.namely ?? "",
  damage: incident.damage,
  damages: incident.damages.map(({ id, whose, what, amount }) => ({
    id,
    whose,
    what,
    amount: amount === null ? "" : String(amount).replace(".", ","),
  })),
  police: incident.policeReport?.yes ?? null,
  policeWhy: incident.policeReport?.namely ?? "",
  policeOn: incident.policeReport?.on ?? "",
  aftercare: incident.aftercare?.yes ?? null,
  aftercareWhat: incident.aftercare?.namely ?? "",
  further: incident.furtherAction?.yes ?? null,
  furtherWhat: incident.furtherAction?.namely ?? "",
  witnesses: incident.witnesses.map(({ name, contact, personId }) => ({ name, contact: contact ?? "", personId })),
  name: incident.aggressor?.name ?? "",
  initials: incident.aggressor?.initials ?? "",
  dateOfBirth: incident.aggressor?.dateOfBirth ?? "",
  clientReference: incident.aggressor?.clientReference ?? "",
});

const orNull = (text: string): string | null => text.trim() || null;

const WITH_THOUSANDS = /^\d{1,3}(\.\d{3})+(,\d{1,2})?$/;
const PLAIN = /^\d+([.,]\d{1,2})?$/;

/** Euros as people type them: `129,95`, `1.299` and `€ 1.299,95`. Null for what can't be read as an amount. */
export function euros(text: string): number | null {
  const typed = text.replace(/[€\s]/g, "").replace(/,-$/, "");
  if (WITH_THOUSANDS.test(typed)) return Number(typed.replaceAll(".", "").replace(",", "."));
  return PLAIN.test(typed) ? Number(typed.replace(",", ".")) : null;
}

/** Something was typed that is no amount. */
export const isNoAmount = (text: string): boolean => text.trim() !== "" && euros(text) === null;

/** How often somebody tried to calm them down, as typed. Null for what is no number. */
const timesOf = (text: string): number | null => (/^\s*\d{1,2}\s*$/.test(text) ? Number(text) : null);

export const isNoCount = (text: string): boolean => text.trim() !== "" && timesOf(text) === null;

/** Nothing of it was typed. */
export const isEmptyAddress = ({ where, postcode, number, addition, box, street, city }: AddressForm): boolean =>
  [where, postcode, number, addition, box, street, city].every((part) => part.trim() === "");

/** Begun, and not enough to keep. */
export const isHalfAddress = (form: AddressForm): boolean =>
  !isEmptyAddress(form) && checkAddress(form).address === null;

/** Something was typed that the server can't be told as it stands: it stays here until it is finished. */
export const isUnfinished = (answers: Answers): boolean =>
  isHalfAddress(answers.aggressorAddress) ||
  isHalfAddress(answers.employeeAddress) ||
  isNoCount(answers.attempts) ||
  answers.damages.some((one) => isNoAmount(one.amount));

/** What the server is told of all of it. */
export function bodyOf(answers: Answers): ChangedIncident {
  const yesNo = (yes: boolean | null, namely: string) => (yes === null ? null : { yes, namely: orNull(namely) });
  const damages = answers.damage ? answers.damages.filter((one) => one.what.trim() !== "") : [];
  const aggressor = {
    name: orNull(answers.name),
    initials: orNull(answers.initials),
    dateOfBirth: orNull(answers.dateOfBirth),
    clientReference: orNull(answers.clientReference),
    address: checkAddress(answers.aggressorAddress).address,
  };
  const employee = {
    gender: answers.gender,
    dateOfBirth: orNull(answers.employeeBorn),
    address: checkAddress(answers.employeeAddress).address,
    employment: orNull(answers.employment),
    position: orNull(answers.position),
    department: orNull(answers.department),
    phone: orNull(answers.phone),
  };
  const isSaid = (one: object) => Object.values(one).some((value) => value !== null);
  return {
    description: answers.description.trim(),
    behaviours: answers.behaviours,
    conductClass: answers.conductClass,
    expressions: answers.expressions,
    attempts: timesOf(answers.attempts),
    level: answers.level,
    motive: answers.motive,
    persistent: answers.persistent,
    extreme: answers.extreme,
    threatToCome: answers.threatToCome,
    injury:
      answers.injured === null
        ? null
        : { yes: answers.injured, namely: answers.injured ? orNull(answers.injury) : null },
    damage: answers.damage,
    damages: damages.map(({ id, whose, what, amount }) => ({ id, whose, what: what.trim(), amount: euros(amount) })),
    policeReport:
      answers.police === null
        ? null
        : {
            yes: answers.police,
            namely: orNull(answers.policeWhy),
            on: answers.police ? orNull(answers.policeOn) : null,
          },
    aftercare: yesNo(answers.aftercare, answers.aftercareWhat),
    furtherAction: yesNo(answers.further, answers.furtherWhat),
    witnesses: answers.witnesses
      .filter((one) => one.name.trim() !== "")
      .map(({ name, contact, personId }) => ({ name: name.trim(), contact: orNull(contact), personId })),
    stalkingLog: answers.stalkingLog.flatMap(({ id, day, time, circumstances, witnesses, hit, evidence }) => {
      const at = instantOf(day, time);
      if (at === null || circumstances.trim() === "") return [];
      return [
        { id, at, circumstances: circumstances.trim(), witnesses: orNull(witnesses), hit, evidence: orNull(evidence) },
      ];
    }),
    aggressor: isSaid(aggressor) ? aggressor : null,
    employeeDetails: isSaid(employee) ? employee : null,
  };
}
