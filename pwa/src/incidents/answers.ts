// The complete form of a report as somebody fills it in: from the report, and back to what the server is told.
import type { ChangedIncident, Incident, IncidentChannel } from "../api/types";

type Whose = Incident["damages"][number]["whose"];

export interface DamageAnswer {
  id: string | null;
  whose: Whose;
  what: string;
  amount: string;
}

export interface Answers {
  description: string;
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

export const answersOf = (incident: Incident): Answers => ({
  description: incident.description,
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

/** What the server is told. What the form has no question for stays as it was. */
export function bodyOf(answers: Answers, incident: Incident): ChangedIncident {
  const yesNo = (yes: boolean | null, namely: string) => (yes === null ? null : { yes, namely: orNull(namely) });
  const damages = answers.damage ? answers.damages.filter((one) => one.what.trim() !== "") : [];
  const aggressor = {
    name: orNull(answers.name),
    initials: orNull(answers.initials),
    dateOfBirth: orNull(answers.dateOfBirth),
    clientReference: orNull(answers.clientReference),
    address: incident.aggressor?.address ?? null,
  };
  const attempts = Number(answers.attempts);
  return {
    description: answers.description.trim(),
    behaviours: answers.behaviours,
    attempts: answers.attempts.trim() === "" || !Number.isInteger(attempts) ? null : attempts,
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
    aggressor: Object.values(aggressor).some((one) => one !== null) ? aggressor : null,
  };
}
