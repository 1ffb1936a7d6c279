import { useRef } from "preact/hooks";
import { api } from "../../api/later";
import { Problem } from "../../api/problem";
import type { Alarm, Outcome } from "../../api/types";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextArea, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts/later";
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
  // What this is about: while it is filled in, nobody sees that the alarm behind it becomes graver.
  const seen = useRef(alarm.cause);
  const refused = useRef(false);
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: emptyClosing,
    check: checkClosing,
    at: { "/outcome": "outcome", "/expectedEnd": "newEnd", "/note": "note" },
    send: async (body) => {
      // Once they read that it became graver, once more is about what it is by now. No other failure says so.
      if (refused.current) seen.current = alarm.cause;
      refused.current = false;
      try {
        return await api.resolve(alarm.id, { ...body, cause: seen.current });
      } catch (error) {
        refused.current = error instanceof Problem && error.code === "alarm_graver";
        throw error;
      }
    },
    onDone: () => {
      onDone();
      onClose();
    },
  });
  return (
    <Sheet title={t.alarm.close} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <p>{t.alarm.closeText}</p>
        <ChooseOne<Outcome>
          legend={t.alarm.outcome}
          columns={2}
          chips={OUTCOMES.map((value) => ({ value, text: t.alarm.outcomes[value] }))}
          value={form.outcome}
          error={said("outcome")}
          onValue={(outcome) => change({ outcome })}
        />
        {alarm.visitId && (
          <TextField
            label={t.alarm.newEnd}
            hint={newEndHint(alarm.cause)}
            type="time"
            value={form.newEnd}
            error={said("newEnd")}
            onValue={(newEnd) => change({ newEnd })}
          />
        )}
        <TextArea label={t.alarm.note} value={form.note} error={said("note")} onValue={(note) => change({ note })} />
        <Button submit wide busy={busy !== null}>
          {t.alarm.close}
        </Button>
      </Form>
    </Sheet>
  );
}
