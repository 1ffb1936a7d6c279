// How a letter reached them, and what happened when they would not take it, as forms. Pure.
import type { Letter, LetterWay, Receipt } from "../../../api/types";
import type { Checked } from "../../../app/useForm";

export interface DeliveryForm {
  how: LetterWay | null;
  receipt: Receipt | null;
  note: string;
}

export interface Delivered {
  how: LetterWay;
  receipt: Receipt;
  note: string;
}

/** Of one that was sent by registered mail, only what the post says is asked. */
export function beginDelivery({ receiptDue, ways }: Letter): DeliveryForm {
  const only = ways.length === 1 ? (ways[0] ?? null) : null;
  return { how: receiptDue ? "registered" : only, receipt: null, note: "" };
}

export function checkDelivery(form: DeliveryForm): Checked<{ how?: "choose"; receipt?: "choose" }, Delivered> {
  const { how, receipt } = form;
  if (how && receipt) return { errors: {}, body: { how, receipt, note: form.note.trim() } };
  return { errors: { ...(!how && { how: "choose" }), ...(!receipt && { receipt: "choose" }) }, body: null };
}

export interface RefusalForm {
  what: string;
}

export const noRefusal: RefusalForm = { what: "" };

export function checkRefusal(form: RefusalForm): Checked<{ what?: "needed" }, string> {
  const what = form.what.trim();
  return what ? { errors: {}, body: what } : { errors: { what: "needed" }, body: null };
}
