import { api } from "../api/later";
import type { Task } from "../api/types";
import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextArea } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { checkDrop } from "./forms";

interface Props {
  task: Task;
  onClose: () => void;
  onDone: () => void;
}

/** It need not be done: somebody else than who was to do it says why. */
export function DropTask({ task, onClose, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: { reason: "" },
    check: checkDrop,
    at: asNamed("reason"),
    send: ({ reason }) => api.dropTask(task.id, reason),
    onDone: () => {
      onDone();
      onClose();
    },
  });
  return (
    <Sheet title={t.tasks.drop} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p>{t.tasks.dropText}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <TextArea
          label={t.tasks.why}
          value={form.reason}
          error={said("reason")}
          input={{ maxLength: 2000 }}
          onValue={(reason) => change({ reason })}
        />
        <Button submit wide busy={busy !== null}>
          {t.tasks.drop}
        </Button>
      </Form>
    </Sheet>
  );
}
