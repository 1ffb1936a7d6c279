// Deciding on a measure, and noting that one was broken, as forms. Pure.
import type {
  AdvisedMeasure,
  Broken,
  BreachStep,
  Condition,
  Measure,
  MeasureDecision,
  MeasureKind,
  NewMeasure,
} from "../api/types";
import type { Checked } from "../app/useForm";
import { dayAfter, instantOf, isoDay } from "../time/format";

export interface DecideForm {
  kind: MeasureKind | "";
  until: string;
  percent: string;
  conditions: Condition[];
  reason: string;
}

export const beginDecision = (advised: AdvisedMeasure | null): DecideForm => ({
  kind: advised?.kind ?? "",
  until: "",
  percent: "",
  conditions: advised?.conditions.length === 1 ? [...advised.conditions] : [],
  reason: "",
});

type DecideErrors = { kind?: "choose"; reason?: "reason"; until?: "date"; percent?: "number" };

/** What the server decides on itself: whether it is as advised, and then whether a reason is needed. */
export function checkDecision(form: DecideForm, must: boolean): Checked<DecideErrors, NewMeasure> {
  const errors: DecideErrors = {};
  const reason = form.reason.trim();
  if (form.kind === "") errors.kind = "choose";
  if (must && !reason) errors.reason = "reason";
  if (form.kind === "" || Object.keys(errors).length > 0) return { errors, body: null };
  return {
    errors,
    body: {
      kind: form.kind,
      ...(form.until && { until: form.until }),
      ...(form.percent && { percent: Number(form.percent) }),
      conditions: form.conditions,
      reason,
      declined: false,
    },
  };
}

/** Not doing it: the end and the terms say nothing then. */
export function checkDeclined(form: DecideForm): Checked<DecideErrors, NewMeasure> {
  if (form.kind === "") return { errors: { kind: "choose" }, body: null };
  return {
    errors: {},
    body: { kind: form.kind, conditions: [], reason: form.reason.trim(), declined: true },
  };
}

export interface TakeForm {
  percent: string;
  until: string;
  reason: string;
}

export const beginTaking = ({ percent }: Measure): TakeForm => ({
  percent: percent === null ? "" : `${percent}`,
  until: "",
  reason: "",
});

/** Yes to what was put. An end that nobody asked for needs a reason. */
export function checkTaking(
  form: TakeForm,
  needsEnd: boolean,
): Checked<{ until?: "date"; reason?: "reason"; percent?: "number" }, MeasureDecision> {
  const reason = form.reason.trim();
  const errors = {
    ...(needsEnd && !form.until && { until: "date" as const }),
    ...(needsEnd && !reason && { reason: "reason" as const }),
  };
  if (Object.keys(errors).length > 0) return { errors, body: null };
  return {
    errors,
    body: {
      yes: true,
      ...(form.until && { until: form.until }),
      ...(form.percent && { percent: Number(form.percent) }),
      reason,
    },
  };
}

export interface StepForm {
  step: BreachStep;
  time: string;
  witness: string;
}

export interface BrokenForm {
  day: string;
  time: string;
  place: string;
  steps: StepForm[];
  note: string;
}

export const beginBroken = (steps: readonly BreachStep[], day: string, time: string): BrokenForm => ({
  day,
  time,
  place: "",
  steps: steps.map((step) => ({ step, time: "", witness: "" })),
  note: "",
});

type BrokenErrors = { day?: "date" | "notYet"; time?: "time" };

/** Only the steps that have a time were done. Today, or an earlier day: reception may hear of it later. */
export function checkBroken(form: BrokenForm, now: number): Checked<BrokenErrors, Broken> {
  if (!form.day) return { errors: { day: "date" }, body: null };
  if (form.day > isoDay(now)) return { errors: { day: "notYet" }, body: null };
  const happenedAt = instantOf(form.day, form.time);
  if (!form.time || happenedAt === null) return { errors: { time: "time" }, body: null };
  let last = Date.parse(happenedAt);
  const steps = form.steps
    .filter((one) => one.time !== "")
    .map(({ step, time, witness }) => {
      const at = momentAfter(form.day, time, last) ?? happenedAt;
      last = Date.parse(at);
      return { step, at, witness: witness.trim() };
    });
  return { errors: {}, body: { happenedAt, place: form.place.trim(), steps, note: form.note.trim() } };
}

const DAY = 24 * 3600_000;

/** When a step was done. Who came at 23:50 and left at 00:05 left the next day: a time that lies more than half a day
 * back is one of the night after. Less is a slip, of which the server says that the steps are not in order. */
function momentAfter(day: string, time: string, last: number): string | null {
  const at = instantOf(day, time, last);
  return at !== null && Date.parse(at) < last - DAY / 2 ? instantOf(dayAfter(day), time) : at;
}
