// Which letter is written, as it is chosen and as the server wants it. Pure.
import type { Checked } from "../../../app/useForm";

export interface ChoiceForm {
  letterId: string;
}

export const noChoice: ChoiceForm = { letterId: "" };

export const checkChoice = ({ letterId }: ChoiceForm): Checked<{ letterId?: "choose" }, string> =>
  letterId ? { errors: {}, body: letterId } : { errors: { letterId: "choose" }, body: null };
