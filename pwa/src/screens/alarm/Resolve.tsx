import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Alarm, Outcome } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextArea, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts";
import { serverClock } from "../../time/clock";
import { checkClosing, emptyClosing, type ClosingForm } from "./closing";

const OUTCOMES: Outcome[] = ["safe", "false_alarm", "help_given", "incident"];

interface Props {
  alarm: Alarm;
  onClose: () => void;
  onDone: () => void;
}

/** Closing an alarm: how it ended, and whether the visit goes on. */
export function Resolve({ alarm, onClose, onDone }: Props) {
  const [form, setForm] = useState(emptyClosing);
  const change = (part: Partial<ClosingForm>) => setForm((old) => ({ ...old, ...part }));
  const { busy, problem, act } = useAction(() => {
    onDone();
    onClose();
  });
  const close = () => {
    const { body } = checkClosing(form, serverClock.now());
    if (body) void act("close", () => api.resolve(alarm.id, body));
  };
  return (
    <Sheet title={t.alarm.close} onClose={onClose}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <p>{t.alarm.closeText}</p>
      <ChooseOne<Outcome>
        legend={t.alarm.outcome}
        columns={2}
        chips={OUTCOMES.map((value) => ({ value, text: t.alarm.outcomes[value] }))}
        value={form.outcome}
        onValue={(outcome) => change({ outcome })}
      />
      {alarm.visitId && (
        <TextField
          label={t.alarm.newEnd}
          hint={alarm.cause === "overdue" ? t.alarm.newEndOverdue : t.alarm.newEndOther}
          type="time"
          value={form.newEnd}
          onValue={(newEnd) => change({ newEnd })}
        />
      )}
      <TextArea label={t.alarm.note} value={form.note} onValue={(note) => change({ note })} />
      <Button wide disabled={!form.outcome} busy={busy !== null} onPress={close}>
        {t.alarm.close}
      </Button>
    </Sheet>
  );
}
