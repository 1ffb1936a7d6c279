// Somebody who works here, as it is filled in and as the server wants it. Pure.
import type { Named, NewPerson, Person } from "../../api/types";
import { instantOf, isoDay } from "../../time/format";

export type Grant = Person["grants"][number];

export interface PersonForm {
  name: string;
  email: string;
  phone: string;
  active: boolean;
  grants: Grant[];
  absentFrom: string;
  absentUntil: string;
}

export interface PersonErrors {
  name?: "needed";
  email?: "needed";
}

/** The first role of somebody new, and each that is added. */
export const firstGrant = (teams: Named[]): Grant => ({ role: "worker", teamId: teams[0]?.id ?? null });

export const beginPerson = (person: Person | null, teams: Named[]): PersonForm => ({
  name: person?.name ?? "",
  email: person?.email ?? "",
  phone: person?.phone ?? "",
  active: person?.active ?? true,
  grants: person?.grants ?? [firstGrant(teams)],
  absentFrom: person?.absentFrom ? isoDay(person.absentFrom) : "",
  absentUntil: person?.absentUntil ? isoDay(person.absentUntil) : "",
});

/** `person` is who it is about; null for somebody new. */
export function checkPerson(form: PersonForm, person: Person | null): { errors: PersonErrors; body: NewPerson | null } {
  const errors: PersonErrors = {
    ...(form.name.trim() ? {} : { name: "needed" }),
    ...(form.email.trim() ? {} : { email: "needed" }),
  };
  if (Object.keys(errors).length > 0) return { errors, body: null };
  const { absentFrom, absentUntil } = form;
  const body: NewPerson = {
    language: person?.language ?? "nl",
    name: form.name.trim(),
    email: form.email.trim(),
    phone: form.phone.trim() || null,
    grants: form.grants,
    active: form.active,
    ...(person || absentFrom || absentUntil
      ? {
          absentFrom: absentFrom ? instantOf(absentFrom, "00:00") : null,
          absentUntil: absentUntil ? instantOf(absentUntil, "23:59") : null,
        }
      : {}),
  };
  return { errors, body };
}
