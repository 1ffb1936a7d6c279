import { api } from "../api/later";
import type { Task } from "../api/types";
import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { ChooseOne } from "../parts/Chips";
import { CheckField, TextArea } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { beginEnd, checkEnd, tick } from "./forms";

interface Props {
  task: Task;
  onDone: () => void;
}

type Outcome = keyof typeof t.tasks.outcomes;

/** It is done: what was ticked and what came of it. About how somebody is, there is no place to write. */
export function EndTask({ task, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginEnd(task),
    check: checkEnd(task),
    at: asNamed("outcome", "note"),
    send: (body) => api.taskDone(task.id, body),
    onDone,
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {task.points.length > 0 && (
        <fieldset class="stack stack-tight">
          <legend class="legend">{t.tasks.points}</legend>
          {task.points.map(({ text }) => (
            <CheckField
              key={text}
              label={text}
              checked={form.ticked.includes(text)}
              onChecked={() => change({ ticked: tick(form.ticked, text) })}
            />
          ))}
        </fieldset>
      )}
      {task.outcomes.length > 0 && (
        <ChooseOne
          legend={t.tasks.outcome}
          columns={1}
          chips={task.outcomes.map((one) => ({ value: one, text: t.tasks.outcomes[one as Outcome] }))}
          value={form.outcome}
          error={said("outcome")}
          onValue={(outcome) => change({ outcome })}
        />
      )}
      {task.noted ? (
        <TextArea
          label={task.noteNeeded ? t.tasks.told : t.tasks.note}
          value={form.note}
          error={said("note")}
          input={{ maxLength: 2000 }}
          onValue={(note) => change({ note })}
        />
      ) : (
        <p class="soft">{t.tasks.nothingWritten}</p>
      )}
      <Button submit wide busy={busy !== null}>
        {t.tasks.done}
      </Button>
    </Form>
  );
}
