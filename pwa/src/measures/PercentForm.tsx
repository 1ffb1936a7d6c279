import type { MeasureKind } from "../api/types";
import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";

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
  limits: readonly number[];
  begin: number | null;
  done: string;
  onPercent: (percent: number | undefined) => Promise<unknown>;
  onDone: () => void;
}

/** Yes to what was put, and how much. */
export function PercentForm({ limits, begin, done, onPercent, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => ({ percent: begin === null ? "" : `${begin}` }),
    check: ({ percent }) => ({ errors: {}, body: { percent: percent ? Number(percent) : undefined } }),
    at: asNamed("percent"),
    send: ({ percent }) => onPercent(percent),
    onDone: () => onDone(),
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <PercentField
        limits={limits}
        value={form.percent}
        error={said("percent")}
        onValue={(percent) => change({ percent })}
      />
      <Button submit wide busy={busy !== null}>
        {done}
      </Button>
    </Form>
  );
}
