// Who takes one turn, as it is chosen and as the server wants it. Pure.
import type { Turn } from "../../api/types";
import type { Checked } from "../../app/useForm";

export interface SwapForm {
  toId: string;
}

export interface SwapBody {
  shiftId: string;
  day: string;
  toId: string;
}

export const nobodyYet: SwapForm = { toId: "" };

export const checkSwap = (form: SwapForm, { shiftId, day }: Turn): Checked<{ toId?: "choose" }, SwapBody> =>
  form.toId === ""
    ? { errors: { toId: "choose" }, body: null }
    : { errors: {}, body: { shiftId: shiftId ?? "", day, toId: form.toId } };
