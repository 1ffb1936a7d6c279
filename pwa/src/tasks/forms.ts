// What is said of a task, as forms. Pure.
import type { Task, TaskDone } from "../api/types";
import type { Checked } from "../app/useForm";

export interface DropForm {
  reason: string;
}

export function checkDrop(form: DropForm): Checked<{ reason?: "reason" }, { reason: string }> {
  const reason = form.reason.trim();
  return reason ? { errors: {}, body: { reason } } : { errors: { reason: "reason" }, body: null };
}

export interface HandOverForm {
  personId: string | null;
}

export const toNobody: HandOverForm = { personId: null };

export function checkHandOver({ personId }: HandOverForm): Checked<{ personId?: "choose" }, { personId: string }> {
  return personId ? { errors: {}, body: { personId } } : { errors: { personId: "choose" }, body: null };
}

/** What somebody says of a task that they did. Its points are known by their words. */
export interface EndForm {
  ticked: readonly string[];
  outcome: string | null;
  note: string;
}

/** What must be known of a task to say that it is done. */
export type Ending = Pick<Task, "points" | "outcomes" | "noteNeeded">;

export const beginEnd = ({ points }: Pick<Ending, "points">): EndForm => ({
  ticked: points.filter((one) => one.done).map((one) => one.text),
  outcome: null,
  note: "",
});

export const tick = (ticked: readonly string[], text: string): readonly string[] =>
  ticked.includes(text) ? ticked.filter((one) => one !== text) : [...ticked, text];

/**
 * Where something may have come of it, one of that is said; where it is asked how it was done, that is written. What was
 * not ticked need not have been done.
 */
export const checkEnd =
  ({ points, outcomes, noteNeeded }: Ending) =>
  ({ ticked, outcome, note }: EndForm): Checked<{ outcome?: "choose"; note?: "needed" }, TaskDone> => {
    if (outcomes.length > 0 && outcome === null) return { errors: { outcome: "choose" }, body: null };
    if (noteNeeded && !note.trim()) return { errors: { note: "needed" }, body: null };
    return {
      errors: {},
      body: {
        outcome,
        points: points.map(({ text }) => ({ text, done: ticked.includes(text) })),
        note: note.trim(),
      },
    };
  };
