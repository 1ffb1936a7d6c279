import { api } from "../api/later";
import type { Measure, MeasureKind } from "../api/types";
import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextArea, TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { beginTaking, checkTaking } from "./forms";

/** The only measure of which somebody decides how much. */
export const CUT: MeasureKind = "benefit_cut";

interface FieldProps {
  /** The least and the most that the protocol names. */
  limits: readonly number[] | null;
  value: string;
  error: string | undefined;
  onValue: (value: string) => void;
}

/** How much of a benefit is cut. Which percentages the protocol has, the server says. */
export function PercentField({ limits, value, error, onValue }: FieldProps) {
  const [least = 1, most = 100] = limits ?? [];
  return (
    <TextField
      label={t.measures.howMuch}
      hint={t.measures.howMuchHint(least, most)}
      value={value}
      error={error}
      input={{ inputMode: "numeric", maxLength: 4 }}
      onValue={(typed) => onValue(typed.replace(/\D/g, "").slice(0, 3))}
    />
  );
}

interface Props {
  measure: Measure;
  /** What the button says that takes it. */
  done: string;
  onDone: () => void;
}

/** Yes to what was put: how much and until when where nobody said so, and why where the proposal was not to take it. */
export function TakeForm({ measure, done, onDone }: Props) {
  const { percentLimits, needsEnd, notToTake } = measure;
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginTaking(measure),
    check: (filled) => checkTaking(filled, needsEnd),
    at: asNamed("percent", "until", "reason"),
    send: (body) => api.decideMeasure(measure.id, body),
    onDone: () => onDone(),
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={() => send()}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {percentLimits && (
        <PercentField
          limits={percentLimits}
          value={form.percent}
          error={said("percent")}
          onValue={(percent) => change({ percent })}
        />
      )}
      {needsEnd && (
        <TextField
          label={t.measures.until}
          type="date"
          value={form.until}
          error={said("until")}
          onValue={(until) => change({ until })}
        />
      )}
      {(notToTake || needsEnd) && (
        <TextArea
          label={t.measures.reason}
          hint={notToTake && !needsEnd ? t.measures.againstHint : undefined}
          value={form.reason}
          error={said("reason")}
          input={{ maxLength: 2000 }}
          onValue={(reason) => change({ reason })}
        />
      )}
      <Button submit wide busy={busy !== null}>
        {done}
      </Button>
    </Form>
  );
}
