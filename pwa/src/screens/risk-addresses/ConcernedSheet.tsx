import { api } from "../../api/later";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextArea, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts/later";
import { isoDay } from "../../time/format";
import { beginConcerned, checkConcerned, type ConcernedForm } from "./mark-forms";
import type { OfMark } from "./MarkSheets";

/** What the person concerned was told, and what they said to it. */
export function ConcernedSheet({ mark, onClose, onDone }: OfMark) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginConcerned(mark.personConcerned),
    check: (filled, now) => checkConcerned(filled, isoDay(now)),
    at: asNamed("informedOn", "notInformedBecause", "objectedOn", "objection", "objectionOutcome"),
    send: (body) => api.notePersonConcerned(mark.id, body),
    onDone: () => onDone(),
  });
  const words = t.marks.concerned;
  const of = (name: keyof ConcernedForm) => ({
    value: form[name],
    error: said(name),
    onValue: (value: string) => change({ [name]: value }),
  });
  return (
    <Sheet title={words.title} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p class="anywhere">{mark.personName ?? mark.address.line}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <TextField label={words.informedOn} type="date" {...of("informedOn")} />
        <TextField label={words.notInformed} {...of("notInformedBecause")} />
        <TextField label={words.objectedOn} type="date" {...of("objectedOn")} />
        {form.objectedOn && (
          <>
            <TextArea label={words.objection} {...of("objection")} />
            <TextArea label={words.outcome} {...of("objectionOutcome")} />
          </>
        )}
        <Button submit wide busy={busy !== null}>
          {t.marks.save}
        </Button>
      </Form>
    </Sheet>
  );
}
