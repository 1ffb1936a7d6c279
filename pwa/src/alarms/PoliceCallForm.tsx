import { api } from "../api/later";
import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { useDraft } from "./draft";
import { beginPoliceCall, checkPoliceCall } from "./police-call";

interface Props {
  alarmId: string;
  emergency: string;
  onDone: () => void;
}

/** Who called the police, which number, and the reference: written down for who comes after. */
export function PoliceCallForm({ alarmId, emergency, onDone }: Props) {
  const draft = useDraft<ReturnType<typeof beginPoliceCall>>(`police ${alarmId}`);
  const { form, change, said, stumbles, done, busy, problem, send } = useForm({
    begin: () => draft.before(beginPoliceCall(emergency)),
    check: checkPoliceCall,
    at: asNamed("number", "reference", "note"),
    next: beginPoliceCall(emergency),
    send: (body) => api.policeCall(alarmId, body),
    onDone: () => onDone(),
  });
  draft.keep(form);
  return (
    <Form class="card stack hand-over__form" stumbles={stumbles} onSend={send}>
      <h2 class="nl-heading nl-heading--level-2">{t.handOver.log}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {done && <Notice tone="watched" title={t.handOver.saved} announce="politely" />}
      <div class="fields">
        <TextField
          label={t.handOver.number}
          type="tel"
          value={form.number}
          error={said("number")}
          onValue={(number) => change({ number })}
          input={{ required: true }}
        />
        <TextField
          label={t.handOver.reference}
          value={form.reference}
          error={said("reference")}
          onValue={(reference) => change({ reference })}
        />
      </div>
      <TextField label={t.handOver.note} value={form.note} error={said("note")} onValue={(note) => change({ note })} />
      <Button submit look="quiet" busy={busy !== null}>
        {t.handOver.save}
      </Button>
    </Form>
  );
}
