// To whom an alarm is passed on, as it is chosen and as the server wants it. Pure.
import type { Alarm, Named } from "../../api/types";
import type { Checked } from "../../app/useForm";

export interface PassOnForm {
  personId: string | null;
}

export const toNobody: PassOnForm = { personId: null };

/** Who was told first, then the other colleagues: not who passes it on, nor whom it is about. */
export function whoElse(alarm: Alarm, colleagues: Named[], myId: string): Named[] {
  const all = new Map([...alarm.told.map(({ person }) => person), ...colleagues].map((one) => [one.id, one]));
  return [...all.values()].filter(({ id }) => id !== myId && id !== alarm.worker.id);
}

export const checkPassOn = ({ personId }: PassOnForm): Checked<{ personId?: "choose" }, string> =>
  personId === null ? { errors: { personId: "choose" }, body: null } : { errors: {}, body: personId };
