// How a line of damage ends, as a form. Pure.
import type { DamageOfIncident, Settlement } from "../api/types";
import type { Checked, Wrong } from "../app/useForm";
import { euros } from "../incidents/answers";

export type How = NonNullable<Settlement["recovery"]>["how"];

export interface DamageForm {
  paid: "yes" | "no" | null;
  paidAmount: string;
  paidOn: string;
  paidWhy: string;
  how: How | null;
  claimedOn: string;
  amount: string;
  on: string;
  why: string;
}

export type DamageErrors = Partial<Record<keyof DamageForm, Wrong>>;

const typed = (amount: number | null | undefined): string =>
  amount === null || amount === undefined ? "" : String(amount).replace(".", ",");

/** What was paid begins as what the damage was said to be. */
export const beginDamage = ({ amount, paid, recovery }: DamageOfIncident): DamageForm => ({
  paid: paid ? (paid.yes ? "yes" : "no") : null,
  paidAmount: typed(paid?.amount ?? amount),
  paidOn: paid?.on ?? "",
  paidWhy: paid?.why ?? "",
  how: recovery?.how ?? null,
  claimedOn: recovery?.claimedOn ?? "",
  amount: typed(recovery?.amount),
  on: recovery?.on ?? "",
  why: recovery?.why ?? "",
});

/** An amount that was paid: none is no payment. */
const noAmount = (text: string): Wrong | null => {
  if (text.trim() === "") return "needed";
  return (euros(text) ?? 0) > 0 ? null : "amount";
};

export function checkDamage(form: DamageForm): Checked<DamageErrors, Settlement> {
  const errors: DamageErrors = {};
  const wrong = (name: keyof DamageForm, what: Wrong | null) => {
    if (what) errors[name] = what;
  };
  const asked = form.how !== null && form.how !== "nothing";
  const came = asked && (form.amount.trim() !== "" || form.on !== "");
  if (form.paid === null && form.how === null) errors.how = "choose";
  if (form.paid === "yes") {
    wrong("paidAmount", noAmount(form.paidAmount));
    wrong("paidOn", form.paidOn ? null : "needed");
  }
  if (form.paid === "no") wrong("paidWhy", form.paidWhy.trim() ? null : "reason");
  if (form.how === "nothing") wrong("why", form.why.trim() ? null : "reason");
  if (came) {
    wrong("amount", noAmount(form.amount));
    wrong("on", form.on ? null : "needed");
  }
  if (Object.keys(errors).length > 0) return { errors, body: null };
  const paid =
    form.paid === "yes"
      ? { yes: true, amount: euros(form.paidAmount), on: form.paidOn, why: "" }
      : { yes: false, amount: null, on: null, why: form.paidWhy.trim() };
  const recovery = form.how && {
    how: form.how,
    claimedOn: form.claimedOn || null,
    amount: came ? euros(form.amount) : null,
    on: came ? form.on : null,
    why: form.how === "nothing" ? form.why.trim() : "",
  };
  return { errors, body: { paid: form.paid === null ? null : paid, recovery } };
}
