import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { t } from "../texts";
import {
  beginPoliceCall,
  checkPoliceCall,
  type PoliceCallErrors as Errors,
  type PoliceCallForm as Form,
} from "./police-call";

interface Props {
  alarmId: string;
  emergency: string;
  onDone: () => void;
}

/** Who called the police, which number, and the reference: written down for who comes after. */
export function PoliceCallForm({ alarmId, emergency, onDone }: Props) {
  const [form, setForm] = useState(() => beginPoliceCall(emergency));
  const change = (part: Partial<Form>) => setForm((old) => ({ ...old, ...part }));
  const [errors, setErrors] = useState<Errors>({});
  const [saved, setSaved] = useState(false);
  const { busy, problem, act } = useAction(onDone);
  const save = async () => {
    const { errors: found, body } = checkPoliceCall(form);
    setErrors(found);
    if (!body) return;
    const done = await act("save", () => api.policeCall(alarmId, body));
    setSaved(done);
    if (done) change({ reference: "", note: "" });
  };
  return (
    <form
      class="card stack hand-over__form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 class="nl-heading nl-heading--level-2">{t.handOver.log}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {saved && <Notice tone="watched" title={t.handOver.saved} announce="politely" />}
      <div class="fields">
        <TextField
          label={t.handOver.number}
          type="tel"
          value={form.number}
          error={errors.number && t.address.errors[errors.number]}
          onValue={(number) => change({ number })}
          input={{ required: true }}
        />
        <TextField label={t.handOver.reference} value={form.reference} onValue={(reference) => change({ reference })} />
      </div>
      <TextField label={t.handOver.note} value={form.note} onValue={(note) => change({ note })} />
      <Button submit look="quiet" busy={busy !== null}>
        {t.handOver.save}
      </Button>
    </form>
  );
}
