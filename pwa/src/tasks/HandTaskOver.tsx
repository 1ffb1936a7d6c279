import { api } from "../api/later";
import type { Task } from "../api/types";
import { asNamed } from "../app/filling";
import { useFetch } from "../app/useFetch";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { ChooseOne } from "../parts/Chips";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { useSession } from "../session/context";
import { t } from "../texts/later";
import { checkHandOver, toNobody } from "./forms";

interface Props {
  task: Task;
  onClose: () => void;
  onDone: () => void;
}

/** Somebody else does it: a colleague who was there, or who knows more of it. */
export function HandTaskOver({ task, onClose, onDone }: Props) {
  const { me } = useSession();
  const { value, problem: unheard } = useFetch(api.colleagues);
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: toNobody,
    check: checkHandOver,
    at: asNamed("personId"),
    send: ({ personId }) => api.handTaskOver(task.id, personId),
    onDone: () => {
      onDone();
      onClose();
    },
  });
  const others = (value ?? []).filter((one) => one.id !== me.id);
  return (
    <Sheet title={t.tasks.handOver} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p>{t.tasks.handOverText}</p>
        {(problem ?? unheard) && <Notice tone="soon" title={(problem ?? unheard) as string} announce="now" />}
        <ChooseOne
          legend={t.tasks.toWhom}
          columns={1}
          chips={others.map((one) => ({ value: one.id, text: one.name }))}
          value={form.personId}
          error={said("personId")}
          onValue={(personId) => change({ personId })}
        />
        <Button submit wide busy={busy !== null}>
          {t.tasks.handOver}
        </Button>
      </Form>
    </Sheet>
  );
}
