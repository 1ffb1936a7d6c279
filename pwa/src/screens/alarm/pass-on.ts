// To whom an alarm is passed on, as it is chosen and as the server wants it. Pure.
import type { Alarm, Named } from "../../api/types";
import type { Checked } from "../../app/useForm";

export interface PassOnForm {
  personId: string | null;
}

export const toNobody: PassOnForm = { personId: null };

/**
 * Who can be asked, those who were told of it before the others. `askable`: as the server says; without its answer (null) those who
 * were told, except who is inside, who has it and who passes it on.
 */
export function whoElse(alarm: Alarm, askable: Named[] | null, myId: string): Named[] {
  const told = alarm.told.filter(({ level }) => level !== "worker").map(({ person }) => person);
  if (askable === null) {
    const known = new Map(told.map((one) => [one.id, one]));
    return [...known.values()].filter(
      ({ id }) => id !== myId && id !== alarm.worker.id && id !== alarm.acknowledgedBy?.id,
    );
  }
  const first = new Set(told.map(({ id }) => id));
  return [...askable.filter(({ id }) => first.has(id)), ...askable.filter(({ id }) => !first.has(id))];
}

export const checkPassOn = ({ personId }: PassOnForm): Checked<{ personId?: "choose" }, string> =>
  personId === null ? { errors: { personId: "choose" }, body: null } : { errors: {}, body: personId };
