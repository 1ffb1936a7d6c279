import { api } from "../../api/calls";
import type { Alarm, Outcome } from "../../api/types";
import { useAction } from "../../app/useAction";
import { sayWrong, useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextArea, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts";
import { checkClosing, emptyClosing } from "./closing";

const OUTCOMES: Outcome[] = ["safe", "false_alarm", "help_given", "incident"];

const newEndHint = (cause: Alarm["cause"]): string => {
  if (cause === "not_back") return t.alarm.newEndNotBack;
  return cause === "overdue" ? t.alarm.newEndOverdue : t.alarm.newEndOther;
};

interface Props {
  alarm: Alarm;
  onClose: () => void;
  onDone: () => void;
}

/** Closing an alarm: how it ended, and whether the visit goes on. */
export function Resolve({ alarm, onClose, onDone }: Props) {
  const { form, change, errors, send } = useForm(emptyClosing, checkClosing);
  const { busy, problem, act } = useAction(() => {
    onDone();
    onClose();
  });
  const close = () => send((body) => act("close", () => api.resolve(alarm.id, body)));
  return (
    <Sheet title={t.alarm.close} onClose={onClose}>
      <Form class="stack" onSend={close}>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <p>{t.alarm.closeText}</p>
        <ChooseOne<Outcome>
          legend={t.alarm.outcome}
          columns={2}
          chips={OUTCOMES.map((value) => ({ value, text: t.alarm.outcomes[value] }))}
          value={form.outcome}
          error={sayWrong(errors.outcome)}
          onValue={(outcome) => change({ outcome })}
        />
        {alarm.visitId && (
          <TextField
            label={t.alarm.newEnd}
            hint={newEndHint(alarm.cause)}
            type="time"
            value={form.newEnd}
            onValue={(newEnd) => change({ newEnd })}
          />
        )}
        <TextArea label={t.alarm.note} value={form.note} onValue={(note) => change({ note })} />
        <Button submit wide busy={busy !== null}>
          {t.alarm.close}
        </Button>
      </Form>
    </Sheet>
  );
}
