// Somebody else who needs care after an incident, as a form. Pure.
import type { AnotherHit } from "../../../api/types";
import type { Checked } from "../../../app/useForm";

export interface AddForm {
  hit: AnotherHit["hit"] | null;
  /** A colleague's id, or one of the words that the protocol has for people from outside. */
  who: string;
}

export const addNobody: AddForm = { hit: null, who: "" };

/** `outsiders`: those words. Nobody from outside is named here. */
export const checkAdd =
  (outsiders: readonly string[]) =>
  ({ hit, who }: AddForm): Checked<{ hit?: "choose"; who?: "choose" }, AnotherHit> => {
    if (hit === null || who === "")
      return {
        errors: { ...(hit === null && { hit: "choose" }), ...(who === "" && { who: "choose" }) },
        body: null,
      };
    return { errors: {}, body: outsiders.includes(who) ? { hit, whom: who } : { hit, personId: who } };
  };
