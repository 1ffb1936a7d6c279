import { api } from "../../api/later";
import type { PoliceForTask as Noted, PoliceNotedIn } from "../../api/types";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { WhatCameOfIt, WhereReported } from "../../police/PoliceFields";
import { t } from "../../texts/later";

interface Props {
  taskId: string;
  police: Noted;
  onDone: () => void;
}

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
  return (
    <Form class="stack" stumbles={stumbles} onSend={() => send()}>
      <h2 class="nl-heading nl-heading--level-2">{t.police.against[police.against] ?? t.police.title}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <WhereReported form={form} said={said} change={change} />
      <WhatCameOfIt form={form} said={said} change={change} />
      <Button submit wide busy={busy !== null}>
        {t.police.save}
      </Button>
    </Form>
  );
}
