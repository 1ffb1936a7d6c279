import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { useAction } from "../app/useAction";
import { sayWrong, useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts";
import { beginPoliceCall, checkPoliceCall, type PoliceCallBody } from "./police-call";

interface Props {
  alarmId: string;
  emergency: string;
  onDone: () => void;
}

/** Who called the police, which number, and the reference: written down for who comes after. */
export function PoliceCallForm({ alarmId, emergency, onDone }: Props) {
  const { form, change, errors, send } = useForm(() => beginPoliceCall(emergency), checkPoliceCall);
  const [saved, setSaved] = useState(false);
  const { busy, problem, act } = useAction(onDone);
  const save = async (body: PoliceCallBody) => {
    const done = await act("save", () => api.policeCall(alarmId, body));
    setSaved(done);
    if (done) change({ reference: "", note: "" });
  };
  return (
    <Form class="card stack hand-over__form" onSend={() => send(save)}>
      <h2 class="nl-heading nl-heading--level-2">{t.handOver.log}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {saved && <Notice tone="watched" title={t.handOver.saved} announce="politely" />}
      <div class="fields">
        <TextField
          label={t.handOver.number}
          type="tel"
          value={form.number}
          error={sayWrong(errors.number)}
          onValue={(number) => change({ number })}
          input={{ required: true }}
        />
        <TextField label={t.handOver.reference} value={form.reference} onValue={(reference) => change({ reference })} />
      </div>
      <TextField label={t.handOver.note} value={form.note} onValue={(note) => change({ note })} />
      <Button submit look="quiet" busy={busy !== null}>
        {t.handOver.save}
      </Button>
    </Form>
  );
}
