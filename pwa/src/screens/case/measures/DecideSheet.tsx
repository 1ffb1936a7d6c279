import { api } from "../../../api/later";
import type { AdvisedMeasure, Condition, MeasureKind } from "../../../api/types";
import { asNamed } from "../../../app/filling";
import { useForm } from "../../../app/useForm";
import { beginDecision, checkDecision, checkDeclined } from "../../../measures/forms";
import { CUT, PercentField } from "../../../measures/TakeForm";
import { Button } from "../../../parts/Button";
import { ChooseSome } from "../../../parts/Chips";
import { SelectField, TextArea, TextField } from "../../../parts/Field";
import { Form } from "../../../parts/Form";
import { Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { t } from "../../../texts/later";

interface Props {
  incidentId: string;
  /** null: another measure than the protocol names. */
  advised: AdvisedMeasure | null;
  /** What the protocol names elsewhere. */
  others: readonly MeasureKind[];
  onClose: () => void;
  onDone: () => void;
}

/** A human decides: until when, on which terms, and why where it is not as the protocol says. */
export function DecideSheet({ incidentId, advised, others, onClose, onDone }: Props) {
  const must = advised === null || !advised.decidedByMe;
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginDecision(advised),
    check: (filled) => checkDecision(filled, must),
    at: asNamed("kind", "until", "percent", "conditions", "reason"),
    send: (body) => api.takeMeasure(incidentId, body),
    onDone: () => onDone(),
  });
  const lasting = advised?.lasting ?? true;
  const choices = advised?.conditions ?? [];
  return (
    <Sheet title={advised?.name ?? t.measures.other} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={() => send()}>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        {said("kind") && advised && <Notice tone="soon" title={said("kind")} announce="now" />}
        {advised === null && (
          <>
            <p>{t.measures.otherText}</p>
            <SelectField
              label={t.measures.which}
              value={form.kind}
              error={said("kind")}
              onValue={(value) => change({ kind: others.find((one) => one === value) ?? "" })}
              options={[{ value: "", text: "" }, ...others.map((one) => ({ value: one, text: t.measures.kind[one] }))]}
            />
          </>
        )}
        {advised?.first && <p class="strong anywhere">{advised.first}</p>}
        {lasting && (
          <TextField
            label={t.measures.until}
            hint={advised?.until ? t.measures.untilHint : advised && !advised.needsEnd ? t.measures.forGood : undefined}
            type="date"
            value={form.until}
            error={said("until")}
            onValue={(until) => change({ until })}
          />
        )}
        {form.kind === CUT && (
          <PercentField
            limits={advised?.percent ?? null}
            value={form.percent}
            error={said("percent")}
            onValue={(percent) => change({ percent })}
          />
        )}
        {choices.length > 0 && (
          <ChooseSome<Condition>
            legend={t.measures.onCondition}
            chips={choices.map((one) => ({ value: one, text: t.measures.condition[one] }))}
            values={form.conditions}
            error={said("conditions")}
            onValues={(conditions) => change({ conditions })}
          />
        )}
        <TextArea
          label={t.measures.reason}
          hint={t.measures.reasonHint}
          value={form.reason}
          error={said("reason")}
          input={{ maxLength: 2000 }}
          onValue={(reason) => change({ reason })}
        />
        <Button submit wide busy={busy !== null}>
          {must && advised ? t.measures.put : t.measures.take}
        </Button>
        {advised && (
          <Button look="quiet" wide busy={busy !== null} onPress={() => send(checkDeclined)}>
            {t.measures.takeNot}
          </Button>
        )}
      </Form>
    </Sheet>
  );
}
