import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { ForWhom } from "./ForWhom";
import { checkWho, type WhoForm } from "./replanning";
import { accept } from "./visits";

interface Props {
  visit: Visit;
  onClose: () => void;
  onDone?: () => void;
}

/** A planned visit becomes a colleague's. */
export function OtherWorker({ visit, onClose, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: { workerId: null } as WhoForm,
    check: checkWho,
    at: { "/workerId": "workerId" },
    send: (body) => api.changeVisit(visit.id, body).then(accept),
    onDone: () => {
      onDone?.();
      onClose();
    },
  });
  return (
    <Sheet title={t.planner.workerTitle(visit.worker.name)} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p>{t.planner.workerText}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <ForWhom
          teamId={visit.team.id}
          workerId={form.workerId}
          but={visit.worker.id}
          label={t.planner.workerWho}
          error={said("workerId")}
          onWorker={(workerId) => change({ workerId })}
        />
        <Button submit wide busy={busy !== null}>
          {t.planner.workerDone}
        </Button>
      </Form>
    </Sheet>
  );
}
