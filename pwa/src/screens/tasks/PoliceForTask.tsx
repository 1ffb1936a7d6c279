import { api } from "../../api/later";
import type { PoliceForTask as Noted, PoliceNotedIn } from "../../api/types";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { SelectField, TextArea, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";

interface Props {
  taskId: string;
  police: Noted;
  onDone: () => void;
}

const words = (of: Record<string, string>) => Object.entries(of).map(([value, text]) => ({ value, text }));
const begin = (police: Noted) => ({
  on: police.on ?? "",
  where: police.where,
  number: police.number,
  copyOfRecord: police.copyOfRecord,
  toldOn: police.toldOn ?? "",
  agreedOn: police.agreedOn ?? "",
  outcome: police.outcome,
  outcomeNote: police.outcomeNote,
});
type Filled = ReturnType<typeof begin>;

const body = (form: Filled): PoliceNotedIn => ({
  ...form,
  on: form.on || null,
  where: form.where.trim(),
  number: form.number.trim(),
  toldOn: form.toldOn || null,
  agreedOn: form.agreedOn || null,
  outcomeNote: form.outcomeNote.trim(),
});

/** How it went at the police and what came of it, by whoever was handed that: not what was said there. */
export function PoliceForTask({ taskId, police, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => begin(police),
    check: (filled: Filled) => ({ errors: {}, body: body(filled) }),
    at: asNamed(...Object.keys(begin(police))),
    send: (noted) => api.notePoliceForTask(taskId, noted),
    onDone,
  });
  const day = (name: "on" | "toldOn" | "agreedOn", label: string) => (
    <TextField
      label={label}
      type="date"
      value={form[name]}
      error={said(name)}
      onValue={(value) => change({ [name]: value })}
    />
  );
  return (
    <Form class="stack" stumbles={stumbles} onSend={() => send()}>
      <h2 class="nl-heading nl-heading--level-2">{t.police.against[police.against] ?? t.police.title}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {day("on", t.police.on)}
      <TextField
        label={t.police.station}
        value={form.where}
        error={said("where")}
        input={{ maxLength: 200 }}
        onValue={(where) => change({ where })}
      />
      <TextField
        label={t.police.number}
        value={form.number}
        error={said("number")}
        input={{ maxLength: 100 }}
        onValue={(number) => change({ number })}
      />
      <SelectField
        label={t.police.copy}
        value={form.copyOfRecord}
        error={said("copyOfRecord")}
        onValue={(value) => change({ copyOfRecord: value as Filled["copyOfRecord"] })}
        options={words(t.police.copies)}
      />
      {day("toldOn", t.police.toldOn)}
      {day("agreedOn", t.police.agreedOn)}
      <SelectField
        label={t.police.outcome}
        value={form.outcome ?? ""}
        error={said("outcome")}
        onValue={(value) => change({ outcome: (value || null) as Filled["outcome"] })}
        options={[{ value: "", text: "" }, ...words(t.police.outcomes)]}
      />
      <TextArea
        label={t.police.outcomeNote}
        value={form.outcomeNote}
        error={said("outcomeNote")}
        input={{ maxLength: 2000 }}
        onValue={(outcomeNote) => change({ outcomeNote })}
      />
      <Button submit wide busy={busy !== null}>
        {t.police.save}
      </Button>
    </Form>
  );
}
