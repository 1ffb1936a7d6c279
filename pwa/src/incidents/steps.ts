// The complete form as steps of a few questions, each only where the protocol asks it. Pure.
import type { FormField, IncidentForm } from "../api/types";
import { isHalfAddress, isNoAmount, isNoCount, type Answers } from "./answers";

export type StepName =
  | "kind"
  | "reach"
  | "motive"
  | "course"
  | "story"
  | "who"
  | "address"
  | "witnesses"
  | "injury"
  | "damage"
  | "police"
  | "care"
  | "sightings"
  | "employee"
  | "employment"
  | "files"
  | "check";

const ORDER: StepName[] = [
  "kind",
  "reach",
  "motive",
  "course",
  "story",
  "who",
  "address",
  "witnesses",
  "injury",
  "damage",
  "police",
  "care",
  "sightings",
  "employee",
  "employment",
  "files",
  "check",
];

export const asks = (form: IncidentForm, ...fields: FormField[]): boolean =>
  fields.some((one) => form.fields.includes(one));

/** Whether the protocol counts how often it is tried to calm somebody down: of this behaviour, or of what was said. */
export const countsAttempts = (form: IncidentForm, answers: Answers): boolean =>
  answers.attempts !== "" ||
  form.behaviours.some((one) => one.attempts && answers.behaviours.some(({ id }) => id === one.id));

/** Whether it is asked if it went on: of behaviour that becomes aggression by that. */
export const asksIfItWentOn = (form: IncidentForm, answers: Answers): boolean =>
  form.persistent &&
  (answers.persistent ||
    form.behaviours.some((one) => one.persists && answers.behaviours.some(({ id }) => id === one.id)));

/** What was said at once is asked on, also where the form has no such question: which damage, who saw it. */
const ASKED: Record<StepName, (form: IncidentForm, told: Answers, answers: Answers) => boolean> = {
  kind: (form) => asks(form, "kind") && form.behaviours.length > 0,
  reach: (form) => form.levels.length + form.expressions.length > 0,
  // Beside how far it went it is one more question there.
  motive: (form) => form.motives.length > 0 && form.levels.length + form.expressions.length === 0,
  course: (form, _, answers) => asksIfItWentOn(form, answers) || form.extreme || form.threatToCome,
  story: () => true,
  who: (form) => asks(form, "caused_by"),
  address: (form) => asks(form, "caused_by"),
  witnesses: (form, told) => form.witnesses || told.witnesses.length > 0,
  injury: (form) => asks(form, "injury"),
  damage: (form, told) => asks(form, "damage_personal", "damage_organisation") || told.damage === true,
  police: (form) => asks(form, "police_report"),
  care: (form) => asks(form, "aftercare", "further_action"),
  sightings: (form) => form.stalkingLog.length > 0,
  employee: (form) => asks(form, "employee"),
  employment: (form) => asks(form, "employment"),
  files: () => true,
  check: () => true,
};

/**
 * The steps of this form. told: what the report said when somebody began to fill it in. answers: what is filled in by
 * now, since what somebody did is said before it is asked if it went on.
 */
export const stepsOf = (form: IncidentForm, told: Answers, answers = told): StepName[] =>
  ORDER.filter((one) => ASKED[one](form, told, answers));

/** The steps with a question that the protocol wants an answer to, and that has none. */
export function unanswered(form: IncidentForm, answers: Answers): StepName[] {
  const open: [StepName, boolean][] = [
    ["kind", asks(form, "kind") && answers.behaviours.length === 0],
    ["story", answers.description.trim() === ""],
    ["injury", asks(form, "injury") && answers.injured === null],
    ["damage", asks(form, "damage_personal", "damage_organisation") && answers.damage === null],
    ["police", asks(form, "police_report") && answers.police === null],
    ["care", asks(form, "aftercare") && answers.aftercare === null],
    ["care", asks(form, "further_action") && answers.further === null],
  ];
  return [...new Set(open.filter(([, isOpen]) => isOpen).map(([step]) => step))];
}

/** The steps with something that can't be kept as it was typed. */
export const unreadable = (answers: Answers): StepName[] => [
  ...(isNoCount(answers.attempts) ? (["course"] as const) : []),
  ...(isHalfAddress(answers.aggressorAddress) ? (["address"] as const) : []),
  ...(answers.damages.some((one) => isNoAmount(one.amount)) ? (["damage"] as const) : []),
  ...(isHalfAddress(answers.employeeAddress) ? (["employee"] as const) : []),
];
