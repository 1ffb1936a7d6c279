import { useState } from "preact/hooks";
import type { Task } from "../api/types";
import { reportAbout } from "../incidents/draft";
import { Button, ButtonLink } from "../parts/Button";
import { Badge } from "../parts/Notice";
import { t } from "../texts";
import { clockTime, longDay } from "../time/format";
import { DropTask } from "./DropTask";
import { HandTaskOver } from "./HandTaskOver";

interface Props {
  task: Task;
  onDone: () => void;
}

/** Something to be done: what, by whom, until when, and the way to do it. */
export function TaskCard({ task, onDone }: Props) {
  const [sheet, setSheet] = useState<"drop" | "hand-over" | null>(null);
  const close = () => setSheet(null);
  const who = task.person ? [t.tasks.of(task.person.name)] : [];
  return (
    <article class="card stack stack-tight">
      <h3 class="nl-heading nl-heading--level-3 anywhere">{task.title}</h3>
      <p class="soft anywhere">
        {[t.tasks.made(longDay(task.madeAt), clockTime(task.madeAt)), ...(task.mine ? [] : who)].join(" · ")}
      </p>
      {task.late ? (
        <Badge tone="soon">{t.tasks.late(longDay(task.dueAt))}</Badge>
      ) : (
        <p>{t.tasks.due(longDay(task.dueAt))}</p>
      )}
      {task.passedOn && task.person && <p class="anywhere">{t.tasks.passedOn(task.person.name)}</p>}
      {task.mine && task.incidentId && (task.kind === "complete_form" || task.kind === "sign_form") && (
        <ButtonLink href={`/incidents/${task.incidentId}`} wide icon="report">
          {t.cases.toReport}
        </ButtonLink>
      )}
      {task.mine && task.kind === "report" && (
        <ButtonLink href={reportAbout(task)} wide icon="report">
          {t.incidents.report}
        </ButtonLink>
      )}
      <div class="row">
        {task.mine && (
          <Button look="plain" onPress={() => setSheet("hand-over")}>
            {t.tasks.handOver}
          </Button>
        )}
        {task.mayDrop && (
          <Button look="plain" onPress={() => setSheet("drop")}>
            {t.tasks.drop}
          </Button>
        )}
      </div>
      {sheet === "drop" && <DropTask task={task} onClose={close} onDone={onDone} />}
      {sheet === "hand-over" && <HandTaskOver task={task} onClose={close} onDone={onDone} />}
    </article>
  );
}
