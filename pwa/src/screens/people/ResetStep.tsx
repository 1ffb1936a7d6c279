import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Person } from "../../api/types";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { checkReason, noReason } from "./reset-step";

/** Takes somebody's second step away, with a reason: their phone is lost. */
export function ResetStep({ person, onDone }: { person: Person; onDone: () => void }) {
  const [done, setDone] = useState(false);
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noReason,
    check: checkReason,
    at: { "/reason": "reason" },
    send: (reason) => api.resetStepOf(person.id, reason),
    onDone: () => {
      setDone(true);
      onDone();
    },
  });
  if (done) return <Notice tone="watched" title={t.step.resetDone} announce="politely" />;
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField
        label={t.step.reason}
        value={form.reason}
        error={said("reason")}
        onValue={(reason) => change({ reason })}
        input={{ required: true, maxLength: 300 }}
      />
      <div class="row">
        <Button submit look="quiet" busy={busy !== null}>
          {t.step.resetOf(person.name)}
        </Button>
      </div>
    </Form>
  );
}
