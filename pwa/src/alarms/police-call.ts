// A call to the police, as it is written down and as the server wants it. Pure.

export interface PoliceCallForm {
  number: string;
  reference: string;
  note: string;
}

export interface PoliceCallBody {
  number: string;
  reference?: string;
  note?: string;
}

export interface PoliceCallErrors {
  number?: "needed";
}

export const beginPoliceCall = (emergency: string): PoliceCallForm => ({ number: emergency, reference: "", note: "" });

export function checkPoliceCall(form: PoliceCallForm): { errors: PoliceCallErrors; body: PoliceCallBody | null } {
  const number = form.number.trim();
  if (!number) return { errors: { number: "needed" }, body: null };
  const reference = form.reference.trim();
  const note = form.note.trim();
  return { errors: {}, body: { number, ...(reference ? { reference } : {}), ...(note ? { note } : {}) } };
}
