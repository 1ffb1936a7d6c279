// What changed in a form since it was opened, and two people's changes of one form.
import type { ChangedIncident } from "../api/types";
import { bodyOf, type Answers } from "./answers";

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Only what is otherwise than it was: what somebody else changed meanwhile is not undone by what was left alone. */
export function changesOf(base: Answers, answers: Answers): ChangedIncident {
  const [before, after] = [bodyOf(base), bodyOf(answers)];
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !same(value, before[name as keyof ChangedIncident])),
  );
}

export type Field = keyof Answers;

/** One answer that two people changed: theirs stands at the server. */
export interface Clash {
  field: Field;
  theirs: Answers[Field];
}

/** Both changes of one form. What both changed stays as it was typed here, and is named: a human chooses. */
export function merged(base: Answers, theirs: Answers, mine: Answers): { answers: Answers; clashes: Clash[] } {
  const clashes: Clash[] = [];
  const answers = { ...theirs };
  for (const field of Object.keys(mine) as Field[]) {
    if (same(mine[field], base[field]) || same(mine[field], theirs[field])) continue;
    if (!same(theirs[field], base[field])) clashes.push({ field, theirs: theirs[field] });
    Object.assign(answers, { [field]: mine[field] });
  }
  return { answers, clashes };
}
