// What is decided or noted about the police, as a form. Pure.
import type { Against, NewPoliceMatter, PoliceKind, PoliceMatter, PoliceNote } from "../../../api/types";
import type { Checked } from "../../../app/useForm";

export interface PoliceForm {
  kind: PoliceKind | null;
  why: string;
  on: string;
  where: string;
  number: string;
  literally: string;
  means: string;
  motive: string;
  copyOfRecord: PoliceMatter["copyOfRecord"];
  toldOn: string;
  agreedOn: string;
  outcome: PoliceMatter["outcome"];
  outcomeNote: string;
}

export const beginPolice = (matter: PoliceMatter | null): PoliceForm => ({
  kind: matter?.kind ?? null,
  why: matter?.why ?? "",
  on: matter?.on ?? "",
  where: matter?.where ?? "",
  number: matter?.number ?? "",
  literally: matter?.literally ?? "",
  means: matter?.means ?? "",
  motive: matter?.motive ?? "",
  copyOfRecord: matter?.copyOfRecord ?? "not_asked",
  toldOn: matter?.toldOn ?? "",
  agreedOn: matter?.agreedOn ?? "",
  outcome: matter?.outcome ?? null,
  outcomeNote: matter?.outcomeNote ?? "",
});

type Errors = { kind?: "choose"; on?: "date" };

/** What of it says nothing where nothing is reported. */
const noted = (form: PoliceForm) =>
  form.kind === "none"
    ? {
        on: null,
        where: "",
        number: "",
        copyOfRecord: "not_asked" as const,
        toldOn: null,
        agreedOn: null,
        outcome: null,
        outcomeNote: "",
      }
    : {
        on: form.on || null,
        where: form.where.trim(),
        number: form.number.trim(),
        copyOfRecord: form.copyOfRecord,
        toldOn: form.toldOn || null,
        agreedOn: form.agreedOn || null,
        outcome: form.outcome,
        outcomeNote: form.outcomeNote.trim(),
      };

const told = (form: PoliceForm) => ({
  why: form.kind === "none" ? form.why.trim() : "",
  literally: form.literally.trim(),
  means: form.means.trim(),
  motive: form.motive.trim(),
});

/** employee: who went, where somebody else notes that; then the day is needed. */
export function checkDecided(
  form: PoliceForm,
  against: Against,
  employee: string | null,
): Checked<Errors, NewPoliceMatter> {
  const errors: Errors = {};
  if (form.kind === null) errors.kind = "choose";
  if (employee !== null && !form.on) errors.on = "date";
  if (form.kind === null || Object.keys(errors).length > 0) return { errors, body: null };
  const by = employee === null ? {} : { byId: employee };
  return { errors, body: { kind: form.kind, against, ...by, ...told(form), ...noted(form) } };
}

/** Another kind is sent only by who may decide on it, and only where it is another one. */
export function checkNoted(form: PoliceForm, before: PoliceMatter): Checked<Errors, PoliceNote> {
  if (form.kind === null) return { errors: { kind: "choose" }, body: null };
  const kind = form.kind === before.kind ? {} : { kind: form.kind };
  return { errors: {}, body: { ...kind, ...told(form), ...noted(form) } };
}
