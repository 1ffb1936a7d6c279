import type { BreachStep, Broken } from "../api/types";
import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextArea, TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { serverClock } from "../time/clock";
import { isoDay, wallTime } from "../time/format";
import { beginBroken, checkBroken, type StepForm } from "./forms";

interface Props {
  title: string;
  steps: readonly BreachStep[];
  onSend: (body: Broken) => Promise<unknown>;
  onClose: () => void;
  onDone: () => void;
}

/** Somebody came all the same: what was done, when, and who saw it. */
export function BrokenSheet({ title, steps, onSend, onClose, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginBroken(steps, isoDay(serverClock.now()), wallTime(serverClock.now())),
    check: checkBroken,
    at: { ...asNamed("place", "note"), "/happenedAt": "time" },
    send: onSend,
    onDone,
  });
  const set = (place: number, part: Partial<StepForm>) =>
    change({ steps: form.steps.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  return (
    <Sheet title={title} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p>{t.measures.brokenText}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <div class="fields">
          <TextField
            label={t.measures.day}
            type="date"
            value={form.day}
            error={said("day")}
            input={{ max: isoDay(serverClock.now()) }}
            onValue={(day) => change({ day })}
          />
          <TextField
            label={t.measures.when}
            type="time"
            value={form.time}
            error={said("time")}
            onValue={(time) => change({ time })}
          />
        </div>
        <TextField
          label={t.measures.where}
          value={form.place}
          input={{ maxLength: 200 }}
          onValue={(place) => change({ place })}
        />
        {form.steps.map((one, place) => (
          <fieldset key={place} class="stack stack-tight">
            <legend class="legend">{`${place + 1}. ${t.measures.step[one.step]}`}</legend>
            <TextField
              label={t.measures.stepTime(`${place + 1}`)}
              type="time"
              value={one.time}
              onValue={(time) => set(place, { time })}
            />
            <TextField
              label={t.measures.witness}
              value={one.witness}
              input={{ maxLength: 200 }}
              onValue={(witness) => set(place, { witness })}
            />
          </fieldset>
        ))}
        <TextArea
          label={t.measures.note}
          value={form.note}
          input={{ maxLength: 2000 }}
          onValue={(note) => change({ note })}
        />
        <Button submit wide busy={busy !== null}>
          {t.measures.save}
        </Button>
      </Form>
    </Sheet>
  );
}
